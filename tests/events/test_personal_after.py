"""Certificates and surveys of somebody who leaves, and what its time destroys."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cms.privacy import erasing, exporting
from events.domain.certificates import issue_certificate, revoke_certificate
from events.domain.surveys import SurveyClosed, answer, close_survey
from events.models import Certificate, Survey, SurveyResponse, SurveyTicket
from plugins.api import RetentionRule
from plugins.registry import contributions
from tests.events.held import ANSWERS, held_course, seat, survey_of

pytestmark = pytest.mark.django_db


def test_the_name_goes_and_number_and_class_stay(client):
    course = held_course(certificate_percent=1)
    survey_of(course)
    registration = seat(course, came=1, name="달님")
    person, now = registration.person, timezone.now()
    certificate = issue_certificate(registration, by=None, now=now)
    revoke_certificate(certificate, reason="달님이 원함", by=None, now=now)
    answer(registration, ANSWERS, now=now)
    (part,) = (one for one in exporting.parts_of(person) if one.key == "events.after_data")
    certificates, surveys = part.sections
    values = {str(value) for value in certificates.rows[0].values()}
    assert {certificate.number, "달님", course.title, "달님이 원함"} <= values
    assert len(surveys.rows) == 1

    erasing.erase(person, by=person, now=now)

    certificate.refresh_from_db()
    assert (certificate.name_as_printed, certificate.revoke_reason, certificate.course_title) == (
        "", "-", course.title,
    )  # fmt: skip
    assert certificate.sequence == 1
    assert not SurveyTicket.objects.exists()
    assert SurveyResponse.objects.get().answers == ANSWERS
    words = client.get(f"/en/certificates/{certificate.token}/").content.decode()
    assert certificate.number in words
    assert "No longer kept: the holder has left." in words
    assert "달" not in words.partition("<main")[2].partition("</main>")[0]


def test_tickets_are_destroyed_ninety_days_after_closing_and_nobody_answers_again():
    course = held_course()
    survey = survey_of(course)
    registration = seat(course, came=1)
    closed = timezone.now()
    answer(registration, ANSWERS, now=closed)
    close_survey(survey, by=None, now=closed)
    (rule,) = (one for one in contributions(RetentionRule) if one.key == "events.survey_tickets")
    assert rule.days == 90
    assert rule.destroy(closed) == []
    assert SurveyTicket.objects.count() == 1
    assert rule.destroy(closed + timedelta(seconds=1)) == [str(registration.pk)]
    assert rule.destroy(closed + timedelta(seconds=1)) == []
    assert (SurveyTicket.objects.count(), SurveyResponse.objects.count()) == (0, 1)
    survey.refresh_from_db()
    assert survey.tickets_destroyed_at is not None
    with pytest.raises(SurveyClosed):
        answer(registration, ANSWERS, now=course.ends_at + timedelta(hours=1))
    assert Survey.objects.get().closed_at == closed


def test_an_answer_is_found_by_no_way_from_a_person():
    """No relation leads from people to answers, however many tables one crosses."""
    reached, waiting = set(), [Certificate, SurveyTicket]
    while waiting:
        model = waiting.pop()
        reached.add(model)
        waiting += [
            one.related_model
            for one in model._meta.get_fields()
            if one.is_relation and one.concrete and one.related_model not in reached
        ]
    assert SurveyResponse not in reached
    assert {one.name for one in SurveyResponse._meta.get_fields() if one.is_relation} == {"survey"}
