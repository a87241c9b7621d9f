import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from cms.jobs import heartbeat
from cms.jobs.host import HOST_JOBS, jobs
from cms.jobs.models import Heartbeat, ScheduledRun
from cms.jobs.schedule import period
from cms.jobs.worker import Worker
from cms.mail.outbox import queue
from plugins.api import NotificationTemplate
from tests.cms.jobs.test_queue import DONE, remember

pytestmark = pytest.mark.django_db


def test_once_does_everything_that_is_due(contribute, monkeypatch):
    contribute(
        NotificationTemplate(key="members.plain", label="x", template="mail/base", sample={})
    )
    monkeypatch.setattr("cms.mail.rendering._fill", lambda name, values, escaped: name)
    for number in range(60):
        queue(
            "members.plain",
            to=f"a{number}@example.org",
            context={},
            idempotency_key=str(number),
        )
    DONE.clear()
    remember.enqueue("task")
    call_command("worker", once=True)
    assert len(mail.outbox) == 60
    assert DONE == ["task"]
    assert set(ScheduledRun.objects.values_list("job", flat=True)) >= {job.key for job in HOST_JOBS}
    assert not Heartbeat.objects.exists()


def test_a_worker_does_not_ask_again_in_a_period_it_knows(django_assert_num_queries):
    worker = Worker()
    worker.turn_jobs()
    # Only the look into the task queue remains, unless a new minute has begun.
    runs = ScheduledRun.objects.count()
    worker.turn_jobs()
    assert ScheduledRun.objects.count() - runs in {0, 2}


def test_beats_keep_one_row_fresh():
    heartbeat.beat("w:1")
    heartbeat.beat("w:1")
    assert Heartbeat.objects.count() == 1
    assert heartbeat.is_any_fresh() is True
    heartbeat.fall_silent("w:1")
    assert heartbeat.is_any_fresh() is False


def test_a_worker_told_to_stop_begins_nothing_more():
    DONE.clear()
    for number in range(3):
        remember.enqueue(number)
    worker = Worker()
    worker._started = {job.key: period(job.every, timezone.now()) for job in jobs()}
    worker._stopping.set()
    worker.turn_jobs()
    assert DONE == []
    worker._stopping.clear()
    worker.turn_jobs()
    assert DONE == [0, 1, 2]
