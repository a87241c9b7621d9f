from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from cms.jobs.host import HOST_JOBS, Job, jobs
from cms.jobs.models import ScheduledRun
from cms.jobs.schedule import period, run_if_due
from plugins.api import ScheduledJob
from plugins.switches import switch

pytestmark = pytest.mark.django_db

RUNS = []
MINUTE = timedelta(minutes=1)


def work():
    RUNS.append("work")


def fail():
    raise ValueError("the job's own trouble")


@pytest.fixture(autouse=True)
def _fresh():
    RUNS.clear()


def job(run="work", every=MINUTE):
    return Job(key=f"tests.{run}", run=f"tests.cms.jobs.test_schedule.{run}", every=every)


def test_period_of_a_day_begins_at_four_in_seoul():
    noon = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)  # 12:00 in Seoul
    assert period(timedelta(days=1), noon) == datetime(2026, 11, 21, 19, 0, tzinfo=UTC)
    assert period(MINUTE, noon + timedelta(seconds=59)) == noon


def test_a_job_runs_once_in_its_period():
    now = datetime(2026, 11, 22, 3, 0, 10, tzinfo=UTC)
    assert [run_if_due(job(), now=now + timedelta(seconds=n)) for n in (0, 1, 49)] == [
        True,
        False,
        False,
    ]
    assert run_if_due(job(), now=now + MINUTE) is True
    assert RUNS == ["work", "work"]
    run = ScheduledRun.objects.get(due_at=now.replace(second=0))
    assert (run.job, run.error, run.finished_at is not None) == ("tests.work", "", True)


def test_a_job_is_not_made_up_for_what_it_missed():
    now = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
    run_if_due(job(), now=now)
    run_if_due(job(), now=now + timedelta(hours=5))
    assert len(RUNS) == 2


@pytest.mark.parametrize("run", ["fail", "never_written"])
def test_a_job_that_raises_is_recorded_and_goes_no_further(run):
    assert run_if_due(job(run)) is True
    found = ScheduledRun.objects.get()
    assert found.finished_at is not None
    assert ("the job's own trouble" in found.error) or ("never_written" in found.error)


def test_jobs_of_a_disabled_plugin_stop(contribute, member):
    item = ScheduledJob(key="partners.test", run="tests.work", every=MINUTE)
    contribute(item, label="partners")
    assert "partners.test" in [found.key for found in jobs()]
    switch("partners", enabled=False, by=member)
    from plugins.state import forget

    forget()
    assert "partners.test" not in [found.key for found in jobs()]


@pytest.mark.parametrize("host_job", HOST_JOBS, ids=lambda host_job: host_job.key)
def test_every_job_of_the_host_runs(host_job):
    run_if_due(host_job)
    assert ScheduledRun.objects.get(job=host_job.key).error == ""
    # And again, for it must bear being called twice.
    run_if_due(host_job, now=timezone.now() + host_job.every)
    assert not ScheduledRun.objects.exclude(error="").exists()


def test_publishing_waits_for_its_hour():
    from tests.cms.factories import LinkPageFactory

    page = LinkPageFactory(live=False)
    page.go_live_at = timezone.now() - MINUTE
    page.save_revision(approved_go_live_at=page.go_live_at)
    run_if_due(HOST_JOBS[0])
    page.refresh_from_db()
    assert page.live is True
