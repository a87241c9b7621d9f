"""Changes of the public site, for installations of several machines."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Change(models.Model):
    """One change; the sum of all numbers is the version of the public site."""

    number = models.BigIntegerField(_("number"))
    at = models.DateTimeField(_("at"), default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("public change")
        verbose_name_plural = _("public changes")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S}"
