"""Real workers against one real database: each reminder goes once, whoever is killed.

Take the condition out of the claim in ``events.domain.reminders`` and these turn red.
"""

import os
import signal
from datetime import timedelta

import pytest

from cms.mail.models import OutboxMessage
from events.domain import registrations, reminder_planning, reminders, sessions
from events.models import Reminder
from tests.events.factories import NOW, make_course, people
from tests.events.test_race import at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

DAY = timedelta(hours=24)


def full_course(count):
    course = make_course(capacity=count)
    for person in people(count):
        registrations.register(course, person=person, by=person, now=NOW)
    return course, course.sessions.get()


def working(now):
    def work():
        reminder_planning.plan(now=now)
        reminders.send_due(now=now)

    return work


def addresses():
    rows = OutboxMessage.objects.filter(template="events.reminder_day")
    return sorted(rows.values_list("to_address", flat=True))


def test_workers_at_once_send_each_mail_once():
    course, session = full_course(12)
    assert at_once([working(session.starts_at - DAY) for _worker in range(16)]) == {"done": 16}
    wanted = course.registrations.values_list("person__email", flat=True)
    assert addresses() == sorted(wanted)
    assert set(Reminder.objects.values_list("state", "attempts")) == {("sent", 1)}


def test_cancelling_and_sending_at_once_agree():
    course, session = full_course(8)
    due = session.starts_at - DAY
    reminder_planning.plan(now=due)
    seats = list(course.registrations.select_related("person"))
    jobs = [working(due) for _worker in range(8)]
    jobs += [
        lambda seat=seat: registrations.cancel(seat, by=seat.person, now=due) for seat in seats
    ]
    assert at_once(jobs) == {"done": 16}
    # What was sent stands in the outbox; the rest was skipped, and nobody has both or neither.
    sent = Reminder.objects.filter(state="sent").values_list(
        "registration__person__email", flat=True
    )
    assert addresses() == sorted(sent)
    assert set(Reminder.objects.values_list("state", flat=True)) <= {"sent", "skipped"}


def test_moving_and_sending_at_once_never_tells_the_old_time_twice():
    _course, session = full_course(6)
    due, new = session.starts_at - DAY, session.starts_at + timedelta(days=3)
    reminder_planning.plan(now=due)
    jobs = [working(due) for _worker in range(7)]
    jobs.append(
        lambda: sessions.move_session(
            session, starts_at=new, ends_at=new + timedelta(hours=1), by=None, now=due
        )
    )
    assert at_once(jobs) == {"done": 8}
    assert len(addresses()) == len(set(addresses()))
    assert not Reminder.objects.filter(state="due", starts_at=session.starts_at).exists()


def test_a_worker_killed_in_the_middle_leaves_nothing_sent_twice(monkeypatch):
    course, session = full_course(8)
    due = session.starts_at - DAY
    reminder_planning.plan(now=due)
    queue, done = reminders.queue_reminder, []

    def killed_at_the_fourth(reminder):
        queue(reminder)
        done.append(reminder)
        if len(done) == 4:
            os.kill(os.getpid(), signal.SIGKILL)

    with monkeypatch.context() as patch:
        patch.setattr(reminders, "queue_reminder", killed_at_the_fourth)
        child = _forked(working(due))
        assert child == -signal.SIGKILL
    assert len(addresses()) == 3
    assert sorted(Reminder.objects.values_list("state", flat=True)) == ["due"] * 5 + ["sent"] * 3
    reminders.send_due(now=due)
    assert addresses() == sorted(course.registrations.values_list("person__email", flat=True))


def _forked(job):
    """Run ``job`` in a process of its own; return its exit code."""
    import multiprocessing
    import warnings

    from tests.events.test_race import _let_go

    _let_go()
    child = multiprocessing.get_context("fork").Process(target=lambda: (_let_go(), job()))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        child.start()
    child.join(timeout=120)
    return child.exitcode
