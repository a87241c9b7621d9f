"""What identifies the state of a feed: one row per feed, raised with every change."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Stamp(models.Model):
    """The version of one feed. Neither number nor instant ever goes back."""

    key = models.CharField(_("feed"), max_length=100, unique=True)
    version = models.PositiveBigIntegerField(_("version"), default=1)
    changed_at = models.DateTimeField(_("changed at"), default=timezone.now)

    class Meta:
        verbose_name = _("calendar stamp")
        verbose_name_plural = _("calendar stamps")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.key} {self.version}"
