"""What those who came thought of a class, without anybody learning who thought what.

Two kinds of rows that nothing connects: a ``SurveyTicket`` says that somebody has answered,
a ``SurveyResponse`` what was answered. A response has no time and a random key, which is
also its place in the table on SQLite; a ticket has a day and the key of its registration.
"""

import secrets
from datetime import datetime, timedelta

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cms.questions.definitions import Questionnaire
from cms.questions.fields import QuestionsField, questionnaire
from events.models.course import Course
from events.models.registration import Registration

USUAL_DAYS = 14


def new_response_key() -> int:
    """Return 62 random bits: a key that tells nothing of the order."""
    return secrets.randbits(62)


class Survey(models.Model):
    """The questionnaire of one course; open from its end for ``days_open`` days.

    ``closed_at`` is set once and for ever: results are read only then, so that nobody sees
    them change with a single answer.
    """

    course = models.OneToOneField(
        Course, verbose_name=_("course"), on_delete=models.CASCADE, related_name="survey"
    )
    questions = QuestionsField(verbose_name=_("questions"))
    days_open = models.PositiveSmallIntegerField(
        _("open for (days)"),
        default=USUAL_DAYS,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
        help_text=_("Counted from the end of the last session."),
    )
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True, editable=False)
    tickets_destroyed_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("survey")
        verbose_name_plural = _("surveys")
        constraints = [
            models.CheckConstraint(
                condition=Q(tickets_destroyed_at__isnull=True) | Q(closed_at__isnull=False),
                name="events_survey_tickets_outlive_it",
            ),
        ]
        # Surveys belong to their course: whoever may change it may change them.
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.course)

    @property
    def form(self) -> Questionnaire:
        """The questions, as data."""
        return questionnaire(self.questions)

    @property
    def opens_at(self) -> datetime | None:
        """The end of the course, as it stands now."""
        return self.course.ends_at

    @property
    def closes_at(self) -> datetime | None:
        """The instant from which nobody can answer any more."""
        if self.closed_at is not None:
            return self.closed_at
        return self.opens_at and self.opens_at + timedelta(days=self.days_open)

    def is_open(self, now: datetime) -> bool:
        """Whether it can be answered at ``now``."""
        opens, closes = self.opens_at, self.closes_at
        if opens is None or closes is None or self.closed_at is not None:
            return False
        return self.course.status == Course.Status.PUBLISHED and opens <= now < closes


class SurveyTicket(models.Model):
    """Somebody has answered; destroyed some time after the survey closed."""

    registration = models.OneToOneField(
        Registration,
        verbose_name=_("registration"),
        primary_key=True,
        on_delete=models.PROTECT,
        related_name="survey_ticket",
    )
    survey = models.ForeignKey(
        Survey, verbose_name=_("survey"), on_delete=models.CASCADE, related_name="tickets"
    )
    used_on = models.DateField(_("answered on"))

    class Meta:
        verbose_name = _("answered survey")
        verbose_name_plural = _("answered surveys")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.registration)


class SurveyResponse(models.Model):
    """What somebody answered; nothing leads to whom."""

    # On SQLite only an "auto" key is the row's place; any other would keep the order of coming.
    id = models.BigAutoField(primary_key=True, default=new_response_key, editable=False)
    survey = models.ForeignKey(
        Survey, verbose_name=_("survey"), on_delete=models.CASCADE, related_name="responses"
    )
    answers = models.JSONField(_("answers"), default=dict)

    class Meta:
        verbose_name = _("answers to a survey")
        verbose_name_plural = _("answers to surveys")
        ordering = ["id"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.survey_id}"
