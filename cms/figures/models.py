"""A figure of a closed month: what was reported stays what was reported."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Figure(models.Model):
    """One metric in one month, as it was when the month was closed.

    With a ``dimension`` it is one ``part`` of it ("programme", "labour_law"); without, the
    whole. ``words`` holds label and unit by language, for the day its plug-in is gone.
    """

    metric = models.CharField(_("metric"), max_length=100)
    month = models.DateField(_("month"), help_text=_("The first day of it."))
    dimension = models.CharField(_("told apart by"), max_length=40, blank=True, default="")
    part = models.CharField(_("part"), max_length=60, blank=True, default="")
    value = models.BigIntegerField(_("value"))
    words = models.JSONField(_("words"), default=dict)
    closed_at = models.DateTimeField(_("closed at"))

    class Meta:
        verbose_name = _("figure")
        verbose_name_plural = _("figures")
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                fields=["metric", "month", "dimension", "part"], name="figures_part_once_a_month"
            )
        ]

    def __str__(self) -> str:
        return f"{self.metric} {self.month:%Y-%m}: {self.value}"
