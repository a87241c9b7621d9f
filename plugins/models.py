"""The stored half of the plug-in system: one row per plug-in somebody has switched or set."""

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


class PluginSettings(models.Model):
    """The settings of a plug-in, ``{field: value}``; what is missing is as by default."""

    label = models.CharField(_("plug-in"), max_length=100, unique=True)
    values = models.JSONField(_("values"), default=dict)
    changed_at = models.DateTimeField(_("changed at"), auto_now=True)

    class Meta:
        verbose_name = _("settings of a plug-in")
        verbose_name_plural = _("settings of plug-ins")

    def __str__(self) -> str:
        return self.label
