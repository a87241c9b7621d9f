"""Certificates and surveys asked for by many processes at once: one each, no gap, no double."""

from datetime import timedelta

import pytest
from django.utils import timezone

from events.domain.certificates import issue_certificate
from events.domain.surveys import answer, close_survey
from events.models import (
    Certificate,
    CertificateCounter,
    Registration,
    SurveyResponse,
    SurveyTicket,
)
from tests.events.held import ANSWERS, held_course, seat, survey_of
from tests.events.test_race import at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


def issuing(registration, now):
    return lambda: issue_certificate(
        Registration.objects.select_related("course", "person").get(pk=registration.pk),
        by=None,
        now=now,
    )


def answering(registration, now):
    return lambda: answer(registration, ANSWERS, now=now)


def test_numbers_have_no_gap_however_often_and_by_how_many_they_are_asked_for():
    course = held_course(certificate_percent=1)
    seats = [seat(course, came=1) for _number in range(12)]
    now = timezone.now()
    found = at_once([issuing(one, now) for _time in range(4) for one in seats])
    assert found == {"done": 48}
    year = timezone.localtime(now).year
    numbers = Certificate.objects.order_by("sequence").values_list("year", "sequence")
    assert list(numbers) == [(year, number) for number in range(1, 13)]
    assert CertificateCounter.objects.get(year=year).issued == 12
    assert Certificate.objects.values("registration").distinct().count() == 12


def test_many_windows_of_one_person_leave_one_answer():
    course = held_course()
    survey_of(course)
    seats = [seat(course, came=1) for _number in range(4)]
    now = timezone.now()
    found = at_once([answering(one, now) for _time in range(8) for one in seats])
    assert found == {"done": 4, "already_answered": 28}
    assert SurveyResponse.objects.count() == SurveyTicket.objects.count() == 4


def test_closing_while_people_answer_keeps_as_many_answers_as_tickets():
    course = held_course()
    survey = survey_of(course)
    seats = [seat(course, came=1) for _number in range(15)]
    now = timezone.now()
    jobs = [answering(one, now) for one in seats]
    jobs.insert(7, lambda: close_survey(survey, by=None, now=now + timedelta(seconds=1)))
    found = at_once(jobs)
    assert found["done"] + found["survey_closed"] == 16
    kept = found["done"] - 1
    assert SurveyResponse.objects.count() == SurveyTicket.objects.count() == kept
