"""Switching a plug-in on or off: one transaction, heard by the audit log."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.dispatch import Signal
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from plugins.models import PluginState
from plugins.registry import registry
from plugins.state import forget
from plugins.survey import required_by

plugin_switched = Signal()
"""Sent inside the transaction with ``state`` (the row), ``label``, ``enabled`` and ``by``
(a user, or None for the command line)."""


class SwitchRefused(Exception):
    """The plug-in cannot be switched; the message, in words for staff, says why."""


def switched_off() -> frozenset[str]:
    """Return the labels somebody has switched off, straight from the table."""
    return frozenset(PluginState.objects.filter(enabled=False).values_list("label", flat=True))


def refusal(label: str, *, enabled: bool, off: Iterable[str]) -> str | Promise | None:
    """Return why ``label`` cannot be switched so while ``off`` are off, or None if it can."""
    plugins = registry().plugins
    if label not in plugins:
        return _("No plug-in %(label)s is installed.") % {"label": label}
    if enabled:
        missing = [name for name in required_by(label, plugins) if name in off]
        if missing:
            return _("It requires %(names)s: switch that on first.") % {"names": _names(missing)}
        return None
    if not plugins[label].can_disable:
        return _("It is part of every site and stays on.")
    needed_by = [
        other for other in plugins if label in required_by(other, plugins) and other not in off
    ]
    if needed_by:
        return _("%(names)s requires it: switch that off first.") % {"names": _names(needed_by)}
    return None


def _names(labels: Iterable[str]) -> str:
    return ", ".join(str(registry().plugins[label].verbose_name) for label in sorted(labels))


def switch(label: str, *, enabled: bool, by: Any) -> bool:
    """Set whether ``label`` is enabled; return whether anything changed.

    Raises SwitchRefused when there is no such plug-in, when it must stay on, when
    another enabled plug-in requires it, or when it requires one that is off.
    """
    with transaction.atomic():
        if why := refusal(label, enabled=enabled, off=switched_off()):
            raise SwitchRefused(str(why))
        config = registry().plugins[label]
        state, _created = PluginState.objects.get_or_create(label=label)
        # Conditional, so that of two who switch at once one has done it. Should they leave
        # a plug-in on whose requirement is off, plugins.state counts it as off.
        if not (
            PluginState.objects.filter(pk=state.pk)
            .exclude(enabled=enabled)
            .update(enabled=enabled, changed_at=timezone.now())
        ):
            return False
        state.refresh_from_db()
        (config.on_enable if enabled else config.on_disable)()
        plugin_switched.send(sender=type(config), state=state, label=label, enabled=enabled, by=by)
        transaction.on_commit(forget)
    forget()
    return True
