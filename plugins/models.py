"""The stored half of the plug-in system: one row per plug-in somebody has switched."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PluginState(models.Model):
    """Whether an installed plug-in is enabled; no row means it is."""

    label = models.CharField(_("plug-in"), max_length=100, unique=True)
    enabled = models.BooleanField(_("enabled"), default=True)
    changed_at = models.DateTimeField(_("changed at"), auto_now=True)

    class Meta:
        verbose_name = _("plug-in state")
        verbose_name_plural = _("plug-in states")
        permissions = [("switch_plugins", _("Can switch plug-ins on and off"))]

    def __str__(self) -> str:
        return f"{self.label}: {'on' if self.enabled else 'off'}"
