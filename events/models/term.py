"""What courses belong to: a term of the year, and a series of courses on one thing."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from events.models.naming import InReadersLanguage


class Term(models.Model):
    """A part of the year that is planned and announced together, like "Spring 2027"."""

    name = models.CharField(_("name"), max_length=40, unique=True)
    name_en = models.CharField(_("name in English"), max_length=60, blank=True)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))

    name_text = InReadersLanguage("name")

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        ordering = ["-starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="events_term_ends_after_start",
                violation_error_message=_("A term ends after it begins."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.name_text)


class Series(models.Model):
    """Courses that belong together, with a calendar of their own.

    With ``one_per_person`` a person holds at most one live registration in all of them.
    """

    slug = models.SlugField(_("web address"), max_length=80, unique=True, allow_unicode=True)
    name = models.CharField(_("name"), max_length=80)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    summary = models.CharField(_("summary"), max_length=300, blank=True)
    summary_en = models.CharField(_("summary in English"), max_length=400, blank=True)
    one_per_person = models.BooleanField(
        _("one course for each person"),
        default=False,
        help_text=_(
            "Whoever holds a seat or waits in one course of the series cannot register for another."
        ),
    )

    name_text = InReadersLanguage("name")
    summary_text = InReadersLanguage("summary")

    class Meta:
        verbose_name = _("series")
        verbose_name_plural = _("series")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return str(self.name_text)
