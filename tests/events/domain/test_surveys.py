from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from cms.audit.models import Entry
from cms.mail.models import OutboxMessage
from events.default_survey import default_survey
from events.domain import surveys
from events.domain.surveys import (
    AlreadyAnswered,
    AlreadyBegun,
    NotAsked,
    SurveyClosed,
    answer,
    close_survey,
    invite_due,
    mix,
    save_survey,
)
from events.models import Survey, SurveyResponse, SurveyTicket
from tests.events.held import ANSWERS, held_course, seat, survey_of

pytestmark = pytest.mark.django_db


def noon(now):
    return timezone.localtime(now).replace(hour=12, minute=0)


def questions(blocks):
    return Survey._meta.get_field("questions").to_python(blocks)


def test_an_answer_leaves_a_ticket_an_answer_and_nothing_else():
    course = held_course()
    survey = survey_of(course)
    registration = seat(course, came=1)
    entries, mails = Entry.objects.count(), OutboxMessage.objects.count()
    now = timezone.now()
    answer(registration, ANSWERS, now=now)
    ticket = SurveyTicket.objects.get()
    assert (ticket.registration, ticket.survey, ticket.used_on) == (
        registration,
        survey,
        timezone.localdate(now),
    )
    assert SurveyResponse.objects.get().answers == ANSWERS
    assert (Entry.objects.count(), OutboxMessage.objects.count()) == (entries, mails)


def test_no_column_of_an_answer_leads_to_a_person_or_an_instant():
    assert {field.name for field in SurveyResponse._meta.fields} == {"id", "survey", "answers"}
    assert {field.name for field in SurveyTicket._meta.fields} == {
        "registration",
        "survey",
        "used_on",
    }
    assert SurveyTicket._meta.get_field("used_on").get_internal_type() == "DateField"


def test_keys_of_answers_are_drawn_by_chance_and_are_their_place_in_the_table():
    survey = survey_of(held_course())
    for number in range(20):
        SurveyResponse.objects.create(survey=survey, answers={"number": number})
    keys = [row.answers["number"] for row in SurveyResponse.objects.order_by("pk")]
    assert keys != sorted(keys)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM events_surveyresponse WHERE rowid <> id")
            assert cursor.fetchone() == (0,)


def test_mixing_gives_every_answer_a_new_key_and_place():
    survey = survey_of(held_course())
    rows = SurveyResponse.objects.bulk_create(
        SurveyResponse(survey=survey, answers={"number": number}) for number in range(9)
    )
    mix(survey)
    mixed = list(survey.responses.all())
    assert sorted(row.answers["number"] for row in mixed) == list(range(9))
    assert not {row.pk for row in mixed} & {row.pk for row in rows}


def test_nobody_answers_twice_nor_leaves_half_an_answer():
    course = held_course()
    survey_of(course)
    registration = seat(course, came=1)
    answer(registration, ANSWERS, now=timezone.now())
    with pytest.raises(AlreadyAnswered):
        answer(registration, ANSWERS, now=timezone.now())
    assert SurveyResponse.objects.count() == SurveyTicket.objects.count() == 1


def test_an_answer_that_cannot_be_kept_leaves_no_ticket(monkeypatch):
    course = held_course()
    survey_of(course)
    registration = seat(course, came=1)

    def refuse(**_kwargs):
        raise IntegrityError

    monkeypatch.setattr(surveys.SurveyResponse.objects, "create", refuse)
    with pytest.raises(IntegrityError), transaction.atomic():
        answer(registration, ANSWERS, now=timezone.now())
    assert not SurveyTicket.objects.exists()


def test_only_those_who_came_are_asked():
    course = held_course()
    survey_of(course)
    with pytest.raises(NotAsked):
        answer(seat(course), ANSWERS, now=timezone.now())
    with pytest.raises(NotAsked):
        answer(seat(held_course(slug="without"), came=1), ANSWERS, now=timezone.now())


def test_it_opens_with_the_end_of_the_course_and_closes_after_its_days():
    course = held_course()
    survey = survey_of(course, days_open=7)
    end = course.ends_at
    instants = [timedelta(seconds=-1), timedelta(0), timedelta(days=7, seconds=-1)]
    assert [survey.is_open(end + after) for after in instants] == [False, True, True]
    assert not survey.is_open(end + timedelta(days=7))
    with pytest.raises(SurveyClosed):
        answer(seat(course, came=1), ANSWERS, now=end + timedelta(days=7))


def test_closing_is_for_ever():
    course = held_course()
    survey = survey_of(course)
    assert close_survey(survey, by=None, now=timezone.now())
    assert not close_survey(survey, by=None, now=timezone.now())
    with pytest.raises(SurveyClosed):
        answer(seat(course, came=1), ANSWERS, now=timezone.now())
    with pytest.raises(SurveyClosed):
        survey_of(course, days_open=60)
    assert Entry.objects.filter(action="events.survey.closed").count() == 1


def test_questions_stay_once_somebody_has_answered():
    course = held_course()
    survey_of(course)
    fewer = questions(default_survey()[:2])
    save_survey(course, questions=fewer, days_open=14, by=None)
    survey_of(course)
    answer(seat(course, came=1), ANSWERS, now=timezone.now())
    with pytest.raises(AlreadyBegun):
        save_survey(course, questions=fewer, days_open=14, by=None)
    survey = Survey.objects.get()
    assert save_survey(course, questions=survey.questions, days_open=20, by=None).days_open == 20


def test_those_who_came_are_invited_the_day_after_once_and_by_day():
    course = held_course(ended=timedelta(days=1))
    survey_of(course)
    came, answered = seat(course, came=1), seat(course, came=1)
    seat(course)
    mails = OutboxMessage.objects.filter(template="events.survey_opened")
    same_day = course.ends_at + timedelta(hours=3)
    assert invite_due(now=same_day) == 0
    answer(answered, ANSWERS, now=same_day)
    next_day = noon(course.ends_at + timedelta(days=1))
    assert invite_due(now=next_day.replace(hour=4)) == 0
    assert invite_due(now=next_day) == 1
    assert invite_due(now=next_day + timedelta(hours=1)) == 0
    (mail,) = mails
    assert (mail.to_user, mail.context["title"]) == (came.person, course.title)
    assert mail.context["url"].endswith(f"/my/classes/{came.reference}/survey/")
    late = seat(course, came=1)
    assert invite_due(now=next_day + timedelta(hours=2)) == 1
    assert set(mails.values_list("to_user", flat=True)) == {came.person_id, late.person_id}


def test_the_job_closes_what_is_due_and_bears_being_run_again():
    from events.tasks_after import tend_surveys

    course = held_course(ended=timedelta(days=9))
    survey = survey_of(course, days_open=7)
    tend_surveys()
    tend_surveys()
    survey.refresh_from_db()
    assert survey.closed_at is not None
    assert not OutboxMessage.objects.filter(template="events.survey_opened").exists()
