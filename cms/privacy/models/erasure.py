"""That somebody left, when, and what had to stay: nothing that says who it was."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Erasure(models.Model):
    """One erasure. ``person_id`` is the key of the nameless row that is left.

    ``kept`` is a list of ``{what, rule, number, until}`` in the centre's first language.
    """

    at = models.DateTimeField(_("at"), default=timezone.now)
    person_id = models.PositiveBigIntegerField(_("key of the account"))
    by_staff_id = models.PositiveBigIntegerField(_("key of the member of staff"), null=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    kept = models.JSONField(_("what was kept"), default=list)

    class Meta:
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")
        ordering = ["-at", "-pk"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"#{self.person_id} {self.at:%Y-%m-%d}"
