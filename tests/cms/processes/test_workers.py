"""Workers as the operator runs them: two at once, stopped politely, killed in the act."""

import signal
from datetime import timedelta

import pytest
from django.utils import timezone

from cms.jobs.models import Heartbeat, ScheduledRun
from cms.mail.message import message_id
from cms.mail.models import OutboxMessage
from tests.cms.processes.conftest import wait_until

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

Status = OutboxMessage.Status


def taken(mail_log):
    return [line.split()[1] for line in mail_log.read_text().splitlines() if "taken" in line]


def test_two_workers_send_each_mail_once_and_start_each_job_once(worker, mails, mail_log):
    rows = mails(120)
    processes = [worker(seconds=0.005) for _number in range(2)]
    wait_until(lambda: OutboxMessage.objects.filter(status=Status.SENT).count() == len(rows))
    assert Heartbeat.objects.count() == 2
    wait_until(lambda: ScheduledRun.objects.filter(job="mail.prune").exists())
    for process in processes:
        process.send_signal(signal.SIGTERM)
    for process in processes:
        process.wait(timeout=40)
        assert process.returncode == 0, process.stderr.read()
    assert sorted(taken(mail_log)) == sorted(message_id(row) for row in rows)
    assert not OutboxMessage.objects.exclude(attempts=1).exists()
    runs = list(ScheduledRun.objects.values_list("job", "due_at"))
    assert len(runs) == len(set(runs))
    assert len([job for job, _due in runs if job == "mail.prune"]) == 1
    assert not ScheduledRun.objects.exclude(error="").exists()
    assert not Heartbeat.objects.exists()


def test_what_a_killed_worker_was_sending_becomes_unknown_and_is_not_sent_again(
    worker, mails, mail_log
):
    rows = mails(3)
    process = worker(seconds=30)
    wait_until(lambda: "begun" in mail_log.read_text())
    process.kill()
    process.wait(timeout=10)
    claimed = OutboxMessage.objects.get(status=Status.CLAIMED)
    # Ten minutes later another worker comes by.
    OutboxMessage.objects.filter(pk=claimed.pk).update(
        claimed_at=timezone.now() - timedelta(minutes=11)
    )
    second = worker("--once")
    second.wait(timeout=60)
    assert second.returncode == 0, second.stderr.read()
    claimed.refresh_from_db()
    assert claimed.status == Status.UNKNOWN
    others = [message_id(row) for row in rows if row.pk != claimed.pk]
    assert sorted(taken(mail_log)) == sorted(others)
    assert OutboxMessage.objects.filter(status=Status.SENT).count() == 2


def test_a_worker_told_to_stop_finishes_the_mail_in_its_hands(worker, mails, mail_log):
    mails(1)
    process = worker(seconds=2)
    wait_until(lambda: "begun" in mail_log.read_text())
    process.send_signal(signal.SIGTERM)
    process.wait(timeout=40)
    assert process.returncode == 0
    assert OutboxMessage.objects.get().status == Status.SENT
    assert len(taken(mail_log)) == 1
