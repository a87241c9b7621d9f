"""What a year is to bring: so many classes, so many people, for each programme."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from events.models.category import Category
from events.models.course import Course


class Way(models.TextChoices):
    """Who comes to whom; the two ways plans and reports tell apart."""

    COMING = "coming", _("People come to the centre")
    OUTREACH = "outreach", _("The centre comes to them")


def kinds_of(way: str) -> list[str]:
    """Return the kinds of course that belong to a way."""
    outreach = [Course.Kind.OUTREACH]
    return (
        list(outreach)
        if way == Way.OUTREACH
        else [kind for kind in Course.Kind.values if kind not in outreach]
    )


class Plan(models.Model):
    """One line of the yearly plan; what is not planned for stays empty."""

    year = models.PositiveSmallIntegerField(
        _("year"), validators=[MinValueValidator(2000), MaxValueValidator(2100)]
    )
    programme = models.CharField(_("programme"), max_length=20, choices=Category.Programme.choices)
    way = models.CharField(
        _("way"),
        max_length=8,
        choices=Way.choices,
        blank=True,
        help_text=_("Leave it empty for a plan that does not tell the two apart."),
    )
    courses = models.PositiveIntegerField(_("classes"), null=True, blank=True)
    participants = models.PositiveIntegerField(
        _("participants"), null=True, blank=True, help_text=_("Adults and children together.")
    )
    children = models.PositiveIntegerField(_("of them children"), null=True, blank=True)

    class Meta:
        verbose_name = _("plan of the year")
        verbose_name_plural = _("plans of the year")
        ordering = ["-year", "programme", "way"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "programme", "way"],
                name="events_plan_once",
                violation_error_message=_("There is a plan for this year, programme and way."),
            ),
            models.CheckConstraint(
                condition=Q(children__isnull=True)
                | Q(participants__isnull=False, children__lte=F("participants")),
                name="events_plan_children_among_participants",
                violation_error_message=_("The children are among the participants."),
            ),
        ]

    def __str__(self) -> str:
        words = [str(self.year), str(self.get_programme_display())]
        return " · ".join([*words, str(self.get_way_display())] if self.way else words)
