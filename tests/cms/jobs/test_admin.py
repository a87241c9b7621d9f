"""The page "Background work": full, empty, in trouble; and what can be done from it."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from django_tasks_db.models import DBTaskResult
from wagtail.users.models import UserProfile

from cms.audit.models import Entry
from cms.jobs import heartbeat
from cms.jobs.host import HOST_JOBS, jobs
from cms.jobs.models import Heartbeat, ScheduledRun
from cms.jobs.queue import CUT_SHORT, run_tasks
from cms.jobs.schedule import run_again, run_if_due
from tests.cms.jobs.test_queue import DONE, remember, stumble

pytestmark = pytest.mark.django_db

PUBLISH, TIDY = HOST_JOBS[0], HOST_JOBS[-1]


@pytest.fixture
def client(staff_client):
    made = staff_client("administrator")
    UserProfile.objects.create(user=made.user, preferred_language="en")
    return made


def page(client):
    return client.get(reverse("jobs:index")).text


def test_without_workers_or_tasks_the_page_says_what_that_means(client):
    html = page(client)
    assert "No worker runs: no mail goes out" in html
    assert "No backup is known of yet" in html
    assert "None: everything is done." in html
    assert html.count("not run yet") >= len(HOST_JOBS)


def test_everything_is_on_the_page(client):
    heartbeat.beat("centre:1:abc")
    Heartbeat.objects.create(worker="gone:1", beat_at=timezone.now() - timedelta(hours=2))
    run_if_due(PUBLISH)
    ScheduledRun.objects.create(
        job="mail.prune",
        due_at=timezone.now(),
        started_at=timezone.now(),
        finished_at=timezone.now(),
        error=CUT_SHORT,
    )
    stumble.enqueue()
    run_tasks("w:1")
    remember.enqueue("later")
    html = page(client)
    assert "No worker runs" not in html
    for words in (
        "centre:1:abc", "silent", "Publish what is scheduled", "ValueError: stumbled",
        "Its worker was stopped in the middle.", "tests.cms.jobs.test_queue.remember",
    ):  # fmt: skip
        assert words in html, words
    assert 'mail-count--trouble" href="#failed"><b>1</b>' in html


@pytest.mark.many
def test_a_thousand_tasks_cost_as_many_queries_as_one(client):
    def queries(count):
        for number in range(count):
            remember.enqueue(number)
        with CaptureQueriesContext(connection) as found:
            html = page(client)
        return len(found), html

    page(client)
    (few, _html), (many, html) = queries(1), queries(99)
    assert few == many
    assert "These are the first 50 of 100." in html


def test_a_failed_task_is_put_back_and_a_waiting_one_cancelled(client):
    DONE.clear()
    remember.enqueue("once more")
    task = DBTaskResult.objects.get()
    DBTaskResult.objects.update(status="FAILED", worker_ids=["a", "b", "c"], traceback="no")
    retry = reverse("jobs:retry", args=[task.pk])
    assert client.post(retry, follow=True).status_code == 200
    assert run_tasks("w:1") == 1
    assert DONE == ["once more"]
    # Whoever comes second is told.
    again = client.post(retry, follow=True)
    assert "Somebody else has just dealt with this task." in again.text

    remember.enqueue("never")
    waiting = DBTaskResult.objects.ready().get()
    client.post(reverse("jobs:cancel", args=[waiting.pk]))
    assert run_tasks("w:1") == 0
    assert "Cancelled by staff." in page(client)
    actions = Entry.objects.filter(action__startswith="jobs.").values_list("action", "by_id")
    assert sorted(actions) == [
        ("jobs.task.cancelled", client.user.pk),
        ("jobs.task.retried", client.user.pk),
    ]


def test_a_job_is_begun_now_and_only_once(client):
    run_if_due(TIDY)
    begin = reverse("jobs:begin", args=[TIDY.key])
    client.post(begin)
    run = ScheduledRun.objects.get(job=TIDY.key)
    assert (run.started_at, run.starts) == (None, 0)
    assert "begins soon" in page(client)
    said = client.post(begin, follow=True).text
    assert "It is running, or waits to be begun." in said
    assert run_again() == 1
    assert Entry.objects.get(action="jobs.run.asked").by == client.user
    assert client.post(reverse("jobs:begin", args=["no.such"])).status_code == 404


def test_others_of_the_staff_find_no_such_page(staff_client):
    other = staff_client("editor")
    assert other.get(reverse("jobs:index")).status_code == 302
    assert other.post(reverse("jobs:begin", args=[PUBLISH.key])).status_code == 302
    assert not ScheduledRun.objects.exists()


def test_every_job_of_ours_has_words():
    for job in jobs():
        with override("ko"):
            assert re.search("[가-힣]", str(job.label)), job.key
