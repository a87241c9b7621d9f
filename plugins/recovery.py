"""The way out when a plug-in cannot be loaded.

Django imports every app before it runs any command, so a plug-in that raises then takes
the whole command line along. ``manage.py`` hands what was raised to ``recover``. It names
plug-in, file and ways out; and for the commands that mend (``plugins doctor``,
``disable`` and their like) it starts the same command anew with that plug-in set aside,
as often as there are broken ones.
"""

import json
import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path

from django.apps import AppConfig, apps
from django.conf import settings

from plugins.installed import REQUIRED, SET_ASIDE_VARIABLE, PluginMissing, named_plugins

# Commands that must work whatever a plug-in does: `manage.py plugins <one of these>`.
MENDING = frozenset({"list", "show", "doctor", "enable", "disable", "new"})


def culprit(error: BaseException) -> str | None:
    """Return the name in PLUGINS of the app being loaded when ``error`` was raised, or None."""
    if isinstance(error, PluginMissing):
        return error.plugin
    if apps.ready:
        return None  # the start went well; whatever this is, it is no matter of loading
    for frame, _line in traceback.walk_tb(error.__traceback__):
        if frame.f_code.co_qualname == "AppConfig.create":
            loading = str(frame.f_locals["entry"])
        elif isinstance(held := frame.f_locals.get("self"), AppConfig):
            loading = held.name
        else:
            continue
        return next((name for name in named_plugins() if _is_within(loading, name)), None)
    return None


def _is_within(module: str, name: str) -> bool:
    return f"{module}.".startswith(f"{name}.") or f"{name}.".startswith(f"{module}.")


def place_of(error: BaseException, *, within: str = "") -> str:
    """Return ``file:line`` where the error was raised, a syntax error's own place included.

    With ``within``, a folder, the deepest place in it, if the error passed through any.
    """
    if isinstance(error, SyntaxError) and error.filename:
        return f"{error.filename}:{error.lineno}"
    stack = traceback.extract_tb(error.__traceback__)
    inside = [frame for frame in stack if within and Path(frame.filename).is_relative_to(within)]
    places = inside or stack
    return f"{places[-1].filename}:{places[-1].lineno}" if places else "?"


def explain(error: BaseException) -> str | None:
    """Return plug-in, file and ways out for an error that stopped the start, or None."""
    name = culprit(error)
    if name is None:
        return None
    if isinstance(error, PluginMissing):
        return str(error)
    return f"Plug-in {_why(name, error)} {ways_out(name)}"


def ways_out(name: str) -> str:
    """Return what an operator can do about a plug-in that cannot be loaded."""
    if name in REQUIRED:
        return "No site can do without it: mend it."
    label = name.rpartition(".")[2]
    return (
        f"Mend it; or run `manage.py plugins disable {label}`, which leaves it out of every "
        f"start; or take {name} out of PLUGINS. PLUGINS_SAFE_MODE=1 starts with the bundled "
        f"plug-ins alone, and `manage.py plugins doctor` looks at all of them."
    )


def recover(error: BaseException, argv: Sequence[str]) -> None:
    """Answer an error that ended a command: return only if no plug-in stopped the start."""
    explanation, name = explain(error), culprit(error)
    if explanation is None or name is None:
        return
    if argv[1:2] == ["plugins"] and set(argv[2:3]) <= MENDING and name not in REQUIRED:
        restart_without(name, _why(name, error))
    raise SystemExit(explanation) from error


def _why(name: str, error: BaseException) -> str:
    if isinstance(error, PluginMissing):
        return f"{name}: no such module can be found."
    return f"{name} ({place_of(error)}) cannot be loaded: {error!r}."


def restart_without(name: str, why: str) -> None:
    """Start this very command anew with the plug-in set aside; does not return."""
    aside = json.loads(os.environ.get(SET_ASIDE_VARIABLE) or "{}") | {name: why}
    os.environ[SET_ASIDE_VARIABLE] = json.dumps(aside)
    restart()


def restart() -> None:
    """Start this very command anew; does not return."""
    sys.stdout.flush()
    sys.stderr.flush()
    os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # noqa: S606 - this very command


def data_folder() -> Path:
    """Return the folder of the site's data, where the list of what is set aside lies."""
    return Path(settings.VAR_DIR)
