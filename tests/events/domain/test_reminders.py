"""Reminders go once, at their time, to those who hold a seat, and never too late."""

from datetime import timedelta

import pytest

from cms.mail.models import OutboxMessage
from cms.mail.rendering import render
from events.domain import courses, registrations, reminder_planning, reminders, sessions
from events.models import Reminder, ReminderChoice
from events.settings import ClassSettings
from plugins.api import NotificationTemplate, NotSent
from plugins.registry import contribution
from plugins.typed_settings import store
from tests.events.channels import SMS, FakeSms, plug_in
from tests.events.factories import NOW, make_course, people
from tests.members.factories import UserFactory

pytestmark = pytest.mark.django_db

DAY, HOUR = timedelta(hours=24), timedelta(hours=1)
SECOND = timedelta(seconds=1)


@pytest.fixture
def course():
    return make_course(capacity=10, online_url="https://video.example/room")


@pytest.fixture
def session(course):
    return course.sessions.get()


@pytest.fixture
def seat(course):
    (person,) = people(1)
    return registrations.register(course, person=person, by=person, now=NOW)


def work(now):
    """Do what the worker does every five minutes; return the mails of reminders there are."""
    reminder_planning.plan(now=now)
    reminders.send_due(now=now)
    return mails()


def mails():
    rows = OutboxMessage.objects.filter(template__startswith="events.reminder")
    return [
        (row.template.removeprefix("events.reminder_"), row.to_address)
        for row in rows.order_by("created_at", "pk")
    ]


def states():
    return sorted(Reminder.objects.values_list("kind", "channel", "state", "why"))


def test_a_day_and_an_hour_before_each_once(seat, session):
    starts, to = session.starts_at, seat.person.email
    assert work(starts - DAY - SECOND) == []
    assert states() == [("day", "mail", "due", "")]
    for _again in range(3):
        assert work(starts - DAY) == [("day", to)]
    assert work(starts - HOUR - SECOND) == [("day", to)]
    assert work(starts - HOUR) == [("day", to), ("hour", to)]
    assert work(starts + HOUR) == [("day", to), ("hour", to)]
    assert states() == [("day", "mail", "sent", ""), ("hour", "mail", "sent", "")]


def test_nothing_is_looked_up_far_ahead(seat, session):
    assert work(session.starts_at - DAY - reminder_planning.AHEAD - SECOND) == []
    assert states() == []


def test_only_seats_are_reminded(course, session):
    courses.revise(course, {"capacity": 1}, by=None, now=NOW)
    holder, waiting = people(2)
    registrations.register(course, person=holder, by=holder, now=NOW)
    registrations.join_waiting_list(course, person=waiting, by=waiting, now=NOW)
    assert work(session.starts_at - DAY) == [("day", holder.email)]


def test_who_got_the_seat_later_has_just_been_told(course, session):
    (person,) = people(1)
    late = session.starts_at - DAY + SECOND
    registrations.register(course, person=person, by=person, now=late, any_time=True)
    assert work(late + timedelta(minutes=5)) == []
    assert work(session.starts_at - HOUR) == [("hour", person.email)]


def test_a_worker_that_slept_sends_one_late_and_none_for_what_has_begun(seat, session):
    starts = session.starts_at
    assert work(starts - timedelta(hours=5)) == [("day", seat.person.email)]
    reminder_planning.plan(now=starts - HOUR)
    reminders.send_due(now=starts)
    assert states() == [("day", "mail", "sent", ""), ("hour", "mail", "skipped", "late")]
    assert work(starts) == [("day", seat.person.email)]


def test_a_worker_that_slept_a_day_sends_only_the_later_one(seat, session):
    assert work(session.starts_at - HOUR) == [("hour", seat.person.email)]


@pytest.mark.parametrize("what", ["registration", "session", "course"])
def test_none_after_a_cancellation(course, session, seat, what):
    due = session.starts_at - DAY
    reminder_planning.plan(now=due)
    if what == "registration":
        registrations.cancel(seat, by=seat.person, now=due)
    elif what == "session":
        sessions.cancel_session(session, by=None, now=due)
    else:
        courses.cancel_course(course, by=None, now=due)
    reminders.send_due(now=due)
    assert mails() == []
    assert states() == [("day", "mail", "skipped", "cancelled")]
    assert work(session.starts_at - HOUR) == []


def test_a_moved_session_is_reminded_of_at_its_new_time(session, seat):
    to, old = seat.person.email, session.starts_at
    assert work(old - DAY) == [("day", to)]
    new = old + timedelta(days=7)
    sessions.move_session(session, starts_at=new, ends_at=new + HOUR, by=None, now=old - DAY)
    assert work(old - HOUR) == [("day", to)]
    assert work(new - DAY) == [("day", to), ("day", to)]
    assert work(new - HOUR) == [("day", to), ("day", to), ("hour", to)]
    last = OutboxMessage.objects.filter(template="events.reminder_hour").get()
    assert last.context["when"] == "2026. 12. 6.(일) 12:00–13:00"


def test_a_row_of_the_old_time_never_goes_out(session, seat):
    old = session.starts_at
    reminder_planning.plan(now=old - DAY)
    new = old + timedelta(days=7)
    sessions.move_session(session, starts_at=new, ends_at=new + HOUR, by=None, now=old - DAY)
    reminders.send_due(now=old - DAY)
    assert (mails(), states()) == ([], [])


def test_another_room_does_not_remind_twice_and_is_told_of(session, seat):
    due = session.starts_at - DAY
    work(due)
    times = {"starts_at": session.starts_at, "ends_at": session.ends_at}
    sessions.move_session(session, **times, room="401호", by=None, now=due)
    assert work(due + HOUR) == [("day", seat.person.email)]
    assert len(work(session.starts_at - HOUR)) == 2
    last = OutboxMessage.objects.get(template="events.reminder_hour")
    assert last.context["place"] == "401호"


def test_the_mail_speaks_the_readers_language_and_holds_what_one_needs(course, session):
    venue = course.venue
    venue.access, venue.access_en = "3층 수유실", "nursing room on the 3rd floor"
    venue.map_url = "https://map.example/x"
    venue.save()
    person = UserFactory(language="en", name="Moon")
    seat = registrations.register(course, person=person, by=person, now=NOW)
    work(session.starts_at - DAY)
    row = OutboxMessage.objects.get(template="events.reminder_day")
    mail = render(row.template, row.context, language=row.language)
    assert row.language == "en"
    assert "Parental leave over lunch" in mail.subject
    for wanted in (
        "Learning place",
        "nursing room on the 3rd floor",
        "https://map.example/x",
        "https://video.example/room",
        f"{seat.reference}/cancel/",
        "Moon",
    ):
        assert wanted in mail.text
        assert wanted in mail.html


def test_a_member_switches_mail_off_also_at_the_last_moment(session, seat):
    due = session.starts_at - DAY
    reminders.choose(seat.person, [], offered=["mail"])
    assert work(due) == []
    assert states() == []
    reminders.choose(seat.person, ["mail"], offered=["mail"])
    reminder_planning.plan(now=due)
    reminders.choose(seat.person, [], offered=["mail"])
    reminders.send_due(now=due)
    assert states() == [("day", "mail", "skipped", "off")]
    assert ReminderChoice.objects.count() == 1


def test_staff_switch_kinds_off_and_choose_how_long_before(session, seat, member):
    store(ClassSettings(day_before=False, hour_minutes=90), by=member)
    assert work(session.starts_at - DAY) == []
    assert work(session.starts_at - timedelta(minutes=90)) == [("hour", seat.person.email)]


def test_a_channel_of_a_plug_in_reaches_members_and_guests_with_a_telephone(
    monkeypatch, course, session
):
    sms = plug_in(monkeypatch, FakeSms())
    with_phone = UserFactory(phone="010-1111-2222", language="en", name="Moon")
    without = UserFactory(phone="")
    for person in (with_phone, without):
        registrations.register(course, person=person, by=person, now=NOW)
    course.registrations.create(
        guest_name="손님", guest_phone="010-3333-4444", state="confirmed", confirmed_at=NOW
    )
    work(session.starts_at - DAY)
    assert len(mails()) == 2
    assert sorted(message.to.phone for message in sms.sent) == ["010-1111-2222", "010-3333-4444"]
    message = next(message for message in sms.sent if message.to.language == "en")
    assert message.brief == "[11/29 12:00] Parental leave over lunch Learning place, 312호"
    assert message.useless_after == session.starts_at
    assert message.subject == "Soon: Parental leave over lunch"
    work(session.starts_at - DAY)
    assert len(sms.sent) == 2


def test_a_channel_that_is_busy_is_asked_again_one_that_breaks_is_not(
    monkeypatch, settings, course, session
):
    settings.PLUGINS_RAISE = False
    sms = plug_in(monkeypatch, FakeSms(fail=NotSent("busy")))
    person = UserFactory(phone="010-1111-2222")
    registrations.register(course, person=person, by=person, now=NOW)
    due = session.starts_at - DAY
    work(due)
    assert Reminder.objects.get(channel=SMS).state == "due"
    sms.fail = None
    work(due + timedelta(minutes=5))
    assert [state for _k, channel, state, _w in states() if channel == SMS] == ["sent"]
    sms.fail = ConnectionResetError("half way")
    work(session.starts_at - HOUR)
    work(session.starts_at - HOUR)
    assert ("hour", SMS, "unknown", "") in states()
    assert len(sms.sent) == 1


def test_a_gateway_that_stays_busy_is_left_alone_after_some_attempts(monkeypatch, course, session):
    plug_in(monkeypatch, FakeSms(fail=NotSent("busy")))
    person = UserFactory(phone="010-1111-2222")
    registrations.register(course, person=person, by=person, now=NOW)
    for minutes in range(0, 40, 5):
        work(session.starts_at - DAY + timedelta(minutes=minutes))
    reminder = Reminder.objects.get(channel=SMS)
    assert (reminder.state, reminder.why, reminder.attempts) == ("skipped", "unreachable", 5)


def test_what_a_killed_process_had_claimed_is_unknown_and_not_sent_again(
    monkeypatch, course, session
):
    class Killed(BaseException):
        pass

    sms = plug_in(monkeypatch, FakeSms(fail=Killed()))
    person = UserFactory(phone="010-1111-2222")
    registrations.register(course, person=person, by=person, now=NOW)
    due = session.starts_at - DAY
    reminder_planning.plan(now=due)
    Reminder.objects.filter(channel="mail").delete()
    with pytest.raises(Killed):
        reminders.send_due(now=due)
    sms.fail = None
    reminders.send_due(now=due + timedelta(minutes=5))
    assert (sms.sent, Reminder.objects.get(channel=SMS).state) == ([], "due")
    reminders.send_due(now=due + reminders.LEASE + SECOND)
    assert (sms.sent, Reminder.objects.get(channel=SMS).state) == ([], "unknown")


def test_a_channel_switched_off_in_the_profile_stays_off_while_mail_goes(
    monkeypatch, course, session
):
    sms = plug_in(monkeypatch, FakeSms())
    person = UserFactory(phone="010-1111-2222")
    registrations.register(course, person=person, by=person, now=NOW)
    reminders.choose(person, ["mail"], offered=["mail", SMS])
    assert work(session.starts_at - DAY) == [("day", person.email)]
    assert sms.sent == []


@pytest.mark.parametrize("count", [1, 3, 40])
def test_planning_asks_as_often_for_many_seats(django_assert_num_queries, course, session, count):
    courses.revise(course, {"capacity": 50}, by=None, now=NOW)
    for person in people(count):
        registrations.register(course, person=person, by=person, now=NOW)
    with django_assert_num_queries(13):
        assert reminder_planning.plan(now=session.starts_at - DAY) == count


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("name", ["reminder_day", "reminder_hour", "bulk"])
def test_every_mail_renders_whole_in_both_languages(name, language):
    sample = contribution(NotificationTemplate, f"events.{name}").sample
    mail = render(f"events.{name}", sample, language=language)
    for text in (mail.text, mail.html):
        assert "점심에 배우는 육아휴직" in text
        assert "{{" not in text
        assert "C-7K2M-9QXD" in text
