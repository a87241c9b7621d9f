"""Proof that something was destroyed in time: what kind, how many, up to when. No one's data."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Destruction(models.Model):
    """One turn of one rule in which something was destroyed.

    ``digest`` is a digest under the site's key over the rule, the cut-off and the names of
    the records, so that a copy of the list can be held against it later.
    """

    at = models.DateTimeField(_("at"), default=timezone.now, db_index=True)
    rule = models.CharField(_("rule"), max_length=100)
    before = models.DateTimeField(_("older than"))
    number = models.PositiveIntegerField(_("destroyed"))
    digest = models.CharField(_("digest"), max_length=64)

    class Meta:
        verbose_name = _("destruction of personal data")
        verbose_name_plural = _("destruction of personal data")
        ordering = ["-at", "-pk"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.rule}: {self.number}"
