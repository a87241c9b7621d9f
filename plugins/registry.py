"""How the host reaches its apps: ``contributions(Kind)``.

It yields those of the enabled plug-ins, in order, and of the disabled ones only what
their class keeps. What the plug-ins said is gathered once, by ``plugins.survey``.
"""

import logging
from collections.abc import Callable, Iterator
from typing import Any

from django.conf import settings

from plugins.api import Contribution, WhenDisabled
from plugins.recovery import place_of
from plugins.state import disabled_labels
from plugins.survey import Survey, survey

logger = logging.getLogger("pumasi.plugins")


def registry() -> Survey:
    """Return what all installed plug-ins contribute.

    It never raises: a site with a broken plug-in does not start (``plugins.checks``), and
    the checks themselves, which load addresses and models, need an answer.
    """
    return survey()


def contributions[Kind: Contribution](kind: type[Kind], user: Any = None) -> Iterator[Kind]:
    """Yield the contributions of ``kind`` in force now, in order.

    With ``user``, leave out those whose permission the user lacks.
    """
    off = disabled_labels() if kind.when_disabled is WhenDisabled.HIDE else frozenset()
    for label, contribution in registry().by_kind.get(kind, ()):
        needed = contribution.requires_permission
        if label in off or (user is not None and needed and not user.has_perm(needed)):
            continue
        yield contribution  # type: ignore[misc]  # of the asked kind


def contribution(kind: type[Contribution], key: str) -> Any:
    """Return the contribution of that key; raises LookupError when there is none."""
    _owner, found = registry().by_key.get(key, (None, None))
    if isinstance(found, kind):
        return found
    raise LookupError(f"No {kind.__name__} {key!r} is installed.")


def plugin_of(key: str) -> str:
    """Return the label of the plug-in that contributed ``key``."""
    return registry().by_key[key][0]


def guarded(contribution: Contribution, call: Callable[..., Any], *args: Any) -> Any:
    """Return ``call(*args)``; if it raises, log plug-in, file and way out, and return None.

    Tests (``PLUGINS_RAISE``) see the error itself. Where None would open a door, the caller
    must take it for a no.
    """
    try:
        return call(*args)
    except Exception as error:
        if getattr(settings, "PLUGINS_RAISE", False):
            raise
        log_failure(contribution.key, error)
        return None


def log_failure(key: str, error: Exception) -> None:
    """Log that the contribution of that key raised, with its plug-in, the file and the way out."""
    label = key.partition(".")[0]
    config = registry().plugins.get(label)
    can_disable = config is not None and config.can_disable
    logger.error(
        "Plug-in %s: its contribution %s failed at %s and was left out. Mend it%s.",
        label,
        key,
        place_of(error, within=config.path if config else ""),
        f", or run `manage.py plugins disable {label}`" if can_disable else "",
        exc_info=error,
    )
