"""The deploy-time switch: which plug-ins are installed, and which could be.

Settings call ``plugin_apps()``; the environment variable ``PLUGINS`` (names
separated by commas) overrides the list a centre keeps in its settings.
``PLUGINS_SAFE_MODE=1`` starts with the bundled ones alone: the way out when a third
party's plug-in stops the start. What pip brought but nobody listed is merely
*available*.

A plug-in that cannot even be imported may be *set aside*: named in a small file under the
site's data folder (by ``manage.py plugins disable``, see ``plugins.recovery``), it is left
out of every start until somebody enables it again. Its tables stay.
"""

import json
import os
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

BUNDLED = ("members", "events", "grants", "plugins.partners")
ENTRY_POINTS = "pumasi.plugins"

# Members holds the user model; a site without it cannot start.
REQUIRED = ("members",)

# What this process left out because it could not be loaded: JSON, {name: why}.
SET_ASIDE_VARIABLE = "PLUGINS_SET_ASIDE"
SET_ASIDE_FILE = "plugins-set-aside.json"


class PluginMissing(ImproperlyConfigured):
    """PLUGINS names ``plugin``, and no module answers to it."""

    def __init__(self, plugin: str) -> None:
        super().__init__(
            f"PLUGINS names {plugin!r}, but no such module can be found. Install its "
            f"distribution, correct the name, or take it out of PLUGINS; "
            f"PLUGINS_SAFE_MODE=1 starts with the bundled plug-ins alone."
        )
        self.plugin = plugin


def named_plugins(configured: Sequence[str] = BUNDLED) -> list[str]:
    """Return what PLUGINS names, and what no site can do without, each once and in order."""
    chosen = os.environ.get("PLUGINS")
    names = [name.strip() for name in chosen.split(",")] if chosen is not None else configured
    return list(dict.fromkeys([*REQUIRED, *(name for name in names if name)]))


def is_safe_mode() -> bool:
    """Return whether the operator asked for the bundled plug-ins alone."""
    return os.environ.get("PLUGINS_SAFE_MODE") == "1"


def plugin_apps(configured: Sequence[str] = BUNDLED, *, without: Collection[str] = ()) -> list[str]:
    """Return the import paths of the installed plug-ins, in the order given.

    ``PLUGINS=`` (empty) leaves only what no site can do without. Names given
    twice count once; those in ``without`` are left out. Raises PluginMissing for a name no
    module answers to.
    """
    wanted = [name for name in named_plugins(configured) if name in REQUIRED or name not in without]
    if is_safe_mode():
        return [name for name in wanted if name in BUNDLED]
    for name in wanted:
        if not _is_there(name):
            raise PluginMissing(name)
    return wanted


def set_aside(var: Path) -> dict[str, str]:
    """Return ``{name: why}`` of what starts leave out: kept under ``var``, or by this process."""
    return kept_aside(var) | json.loads(os.environ.get(SET_ASIDE_VARIABLE) or "{}")


def kept_aside(var: Path) -> dict[str, str]:
    """Return ``{name: why}`` of what every start leaves out until it is enabled again."""
    try:
        kept: dict[str, str] = json.loads((var / SET_ASIDE_FILE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except ValueError as error:
        raise ImproperlyConfigured(
            f"{var / SET_ASIDE_FILE} cannot be read: {error}. Mend or delete it."
        ) from error
    return kept


def keep_aside(var: Path, kept: dict[str, str]) -> None:
    """Let every start leave those out; an empty one takes the file away."""
    path = var / SET_ASIDE_FILE
    if not kept:
        path.unlink(missing_ok=True)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".new")
    draft.write_text(json.dumps(kept, ensure_ascii=False, indent=1), encoding="utf-8")
    draft.replace(path)


def _is_there(name: str) -> bool:
    try:
        return find_spec(name) is not None
    except (ImportError, ValueError):
        return False


@dataclass(frozen=True, slots=True)
class Available:
    """A plug-in some distribution offers: its import path, and where it came from."""

    app: str
    distribution: str
    version: str


def available_plugins(installed: Sequence[str]) -> list[Available]:
    """Return what pip brought under the entry points ``pumasi.plugins`` and PLUGINS leaves out.

    Reads metadata only; no code of theirs runs.
    """
    return sorted(
        (
            Available(
                point.value.partition(":")[0],
                point.dist.name if point.dist else "",
                point.dist.version if point.dist else "",
            )
            for point in entry_points(group=ENTRY_POINTS)
            if point.value.partition(":")[0] not in installed
        ),
        key=lambda item: (item.app, item.distribution),
    )
