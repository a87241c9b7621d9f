"""Days on which nothing takes place: public holidays and the centre's own."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ClosedDay(models.Model):
    """One day that recurring sessions leave out.

    Holidays are rows and not a calculation: substitute holidays and election days are
    announced from year to year, and a centre knows its own closing days best.
    """

    day = models.DateField(_("day"), unique=True)
    name = models.CharField(_("name"), max_length=60)

    class Meta:
        verbose_name = _("closed day")
        verbose_name_plural = _("closed days")
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {self.name}"
