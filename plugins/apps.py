"""The plug-in system itself, an app so that it can keep the switches."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PluginsConfig(AppConfig):
    name = "plugins"
    label = "plugins"
    verbose_name = _("Plug-ins")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from plugins import checks  # noqa: F401 - registers the system checks
