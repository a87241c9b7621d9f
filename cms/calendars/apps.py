"""Calendar feeds and invitations."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CalendarsConfig(AppConfig):
    name = "cms.calendars"
    label = "calendars"
    verbose_name = _("Calendars")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from cms.calendars.sources import on_switch
        from plugins.switches import plugin_switched

        plugin_switched.connect(on_switch, dispatch_uid="calendars-on-switch")
