"""What the staff area itself writes to the audit log."""

from typing import Any

from django.dispatch import receiver

from cms.audit import log
from plugins.removal import plugin_removed
from plugins.switches import plugin_switched
from plugins.typed_settings import settings_changed


@receiver(plugin_switched, dispatch_uid="cms.admin.auditing")
def record_switch(**kwargs: Any) -> None:
    """Record who switched a plug-in, in the switch's own transaction."""
    enabled = kwargs["enabled"]
    log.record(
        "plugins.plugin.enabled" if enabled else "plugins.plugin.disabled",
        subject=kwargs["state"],
        by=kwargs["by"],
        before={"enabled": not enabled},
        after={"enabled": enabled},
    )


@receiver(plugin_removed, dispatch_uid="cms.admin.auditing.removed")
def record_removal(**kwargs: Any) -> None:
    """Record that a plug-in's tables went, and how many rows with them."""
    log.record(
        "plugins.plugin.removed", subject=kwargs["state"], by=kwargs["by"], before=kwargs["rows"]
    )


@receiver(settings_changed, dispatch_uid="cms.admin.auditing.settings")
def record_settings(**kwargs: Any) -> None:
    """Record who changed which settings of a plug-in, in the transaction of the change."""
    log.record(
        "plugins.settings.changed",
        subject=kwargs["state"],
        by=kwargs["by"],
        before=kwargs["before"],
        after=kwargs["after"],
    )
