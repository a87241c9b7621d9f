"""Members choose on their profile how they are reminded; what is past is forgotten."""

from datetime import timedelta

import pytest
from django.urls import reverse

from events import tasks
from events.models import Reminder, ReminderChoice
from plugins.api import RetentionRule, ScheduledJob
from plugins.registry import contribution
from tests.events.channels import SMS, FakeSms, plug_in
from tests.events.factories import NOW, make_course

pytestmark = pytest.mark.django_db

PROFILE = {"name": "별", "language": "ko"}
SHOWN = {"events-reminder_choice-shown": "1"}
FIELD = "events-reminder_choice-channels"


def off(person):
    return sorted(ReminderChoice.objects.filter(person=person).values_list("channel", flat=True))


def test_the_profile_asks_and_keeps_the_choice(member_client, monkeypatch):
    plug_in(monkeypatch, FakeSms())
    page = reverse("members:profile")
    assert FIELD in member_client.get(page).text
    person = member_client.member
    for chosen, left_out in (([SMS], ["mail"]), (["mail", SMS], []), ([], ["mail", SMS])):
        answer = member_client.post(page, {**PROFILE, **SHOWN, FIELD: chosen})
        assert (answer.status_code, off(person)) == (302, left_out)
    # A form that did not show the question changes nothing.
    member_client.post(page, PROFILE)
    assert off(person) == ["mail", SMS]


def test_a_channel_that_is_gone_keeps_its_choice(member_client):
    ReminderChoice.objects.create(person=member_client.member, channel=SMS)
    member_client.post(reverse("members:profile"), {**PROFILE, **SHOWN, FIELD: ["mail"]})
    assert off(member_client.member) == [SMS]


def test_reminders_are_destroyed_ninety_days_after_the_class(member):
    course = make_course()
    session = course.sessions.get()
    seat = course.registrations.create(person=member, state="confirmed")
    kept = {"registration": seat, "session": session, "due_at": NOW}
    old = Reminder.objects.create(kind="day", starts_at=NOW - timedelta(days=1), **kept)
    new = Reminder.objects.create(kind="hour", starts_at=NOW, **kept)
    rule = contribution(RetentionRule, "events.reminders")
    assert rule.days == 90
    assert rule.destroy(NOW) == [str(old.pk)]
    assert list(Reminder.objects.all()) == [new]


def test_the_worker_runs_it_every_five_minutes():
    job = contribution(ScheduledJob, "events.remind")
    assert (job.run, job.every) == ("events.tasks.remind", timedelta(minutes=5))
    tasks.remind()
