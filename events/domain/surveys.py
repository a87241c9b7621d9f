"""Asking those who came, so that nobody can learn who said what.

A ticket and an answer are written in one transaction, and nothing else is: no entry in the
audit log, no mail, no instant, for each of them would tell when somebody answered. Rows
written together still show to whoever reads a database's own notes (PostgreSQL marks each
row with its transaction). So ``mix`` writes all the answers of a survey anew, in an order
drawn by chance, once a day and when the survey closes.
"""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.audit.log import record
from cms.mail.models import OutboxMessage
from cms.questions.answers import filled
from events.domain.refusals import Refusal
from events.domain.survey_letters import survey_letter
from events.entitlements import attendees, came
from events.models import Course, Registration, Survey, SurveyResponse, SurveyTicket

DAYTIME = range(9, 20)
"""Hours of Seoul's clock in which people are written to."""


class NotAsked(Refusal):
    """Only those who came are asked."""

    code = "not_asked"
    message = _("The survey is for those who came to the class.")


class SurveyClosed(Refusal):
    """Before the end of the class, or after the survey's own."""

    code = "survey_closed"
    message = _("The survey is not open any more. Thank you for wanting to answer.")


class AlreadyAnswered(Refusal):
    """One answer for each person."""

    code = "already_answered"
    message = _("You have already answered. Thank you.")


class AlreadyBegun(Refusal):
    """Questions stay as they were once somebody has answered them."""

    code = "already_begun"
    message = _("Somebody has already answered. The questions stay as they are.")


def save_survey(course: Course, *, questions: Any, days_open: int, by: Any) -> Survey:
    """Give the course a survey, or change the one it has.

    Raises AlreadyBegun for other questions than those answered, SurveyClosed when it is over.
    """
    with transaction.atomic():
        survey, _created = Survey.objects.select_for_update(no_key=True).get_or_create(
            course=course, defaults={"questions": questions, "days_open": days_open}
        )
        if survey.closed_at is not None:
            raise SurveyClosed(_("The survey is closed and stays so."))
        if not _same(survey.questions, questions) and survey.responses.exists():
            raise AlreadyBegun
        survey.questions, survey.days_open = questions, days_open
        survey.save()
        record(
            "events.survey.saved",
            subject=survey,
            by=by,
            after={"days_open": days_open, "questions": len(survey.form.questions)},
        )
    return survey


def answer(registration: Registration, answers: Mapping[str, Any], *, now: datetime) -> None:
    """Keep somebody's answers, apart from who it was.

    ``answers`` are those the survey's form accepted. Raises NotAsked, SurveyClosed, and
    AlreadyAnswered for the second time, whichever of two came first.
    """
    survey = Survey.objects.select_related("course").filter(course=registration.course_id).first()
    if survey is None or not came(registration, now):
        raise NotAsked
    try:
        with transaction.atomic():
            # Holds the survey: it does not close, nor is it mixed, between the two rows.
            if not Survey.objects.filter(pk=survey.pk, closed_at__isnull=True).update(
                days_open=F("days_open")
            ) or not survey.is_open(now):
                raise SurveyClosed
            SurveyTicket.objects.create(
                registration=registration, survey=survey, used_on=timezone.localdate(now)
            )
            SurveyResponse.objects.create(survey=survey, answers=filled(survey.form, answers))
    except IntegrityError:
        if SurveyTicket.objects.filter(pk=registration.pk).exists():
            raise AlreadyAnswered from None
        raise


def close_survey(survey: Survey, *, by: Any, now: datetime) -> bool:
    """Close a survey for ever and mix its answers; return whether it was still open."""
    with transaction.atomic():
        closed = Survey.objects.filter(pk=survey.pk, closed_at__isnull=True).update(closed_at=now)
        if closed:
            survey.closed_at = now
            mix(survey)
            record("events.survey.closed", subject=survey, by=by)
    return bool(closed)


def mix(survey: Survey) -> None:
    """Write all the answers anew, under new keys and in an order drawn by chance."""
    with transaction.atomic():
        rows = list(SurveyResponse.objects.filter(survey=survey))
        secrets.SystemRandom().shuffle(rows)
        SurveyResponse.objects.filter(pk__in=[row.pk for row in rows]).delete()
        SurveyResponse.objects.bulk_create(
            SurveyResponse(survey=survey, answers=row.answers) for row in rows
        )


def close_due(*, now: datetime) -> None:
    """Close the surveys whose time is over."""
    for survey in _unclosed():
        closes = survey.closes_at
        if closes is not None and closes <= now:
            close_survey(survey, by=None, now=now)


def mix_open() -> None:
    """Mix the answers of every survey still open."""
    for survey in _unclosed():
        mix(survey)


def invite_due(*, now: datetime) -> int:
    """Invite those who came, from the day after; return how many mails were queued.

    By day only. Attendance is often entered later: who is found to have come after all is
    invited then, and nobody twice.
    """
    today, hour = timezone.localdate(now), timezone.localtime(now).hour
    if hour not in DAYTIME:
        return 0
    return sum(
        _invite(survey, now)
        for survey in _unclosed()
        if survey.is_open(now)
        and survey.form.questions
        and timezone.localdate(survey.course.ends_at) < today
    )


def _invite(survey: Survey, now: datetime) -> int:
    people = {
        f"events.survey_opened:{one.pk}": one
        for one in attendees(survey.course, now)
        if one.person is not None and one.person.is_active
    }
    with transaction.atomic():
        known = set(
            OutboxMessage.objects.filter(idempotency_key__in=people).values_list(
                "idempotency_key", flat=True
            )
        )
        answered = set(survey.tickets.values_list("pk", flat=True))
        asked = [
            (key, one) for key, one in people.items() if key not in known and one.pk not in answered
        ]
        for key, one in asked:
            survey_letter(survey, one, key=key)
    return len(asked)


def _unclosed() -> list[Survey]:
    found = Survey.objects.filter(closed_at__isnull=True, course__ends_at__isnull=False)
    return list(found.select_related("course"))


def _same(old: Any, new: Any) -> bool:
    return bool(old.get_prep_value() == new.get_prep_value())
