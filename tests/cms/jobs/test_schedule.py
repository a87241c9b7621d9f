from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from cms.jobs import heartbeat
from cms.jobs.host import HOST_JOBS, Job, jobs
from cms.jobs.models import ScheduledRun
from cms.jobs.queue import CUT_SHORT, reap
from cms.jobs.schedule import FIRST_PAUSE, MAX_STARTS, period, run_again, run_if_due
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


# --- Begun again -----------------------------------------------------------------------

DAY = timedelta(days=1)


@pytest.fixture
def daily(contribute):
    """A daily job of a plug-in, and 04:00:10 of its day."""
    contribute(
        ScheduledJob(key="partners.daily", run="tests.cms.jobs.test_schedule.work", every=DAY),
        label="partners",
    )
    return period(DAY, timezone.now()) + timedelta(seconds=10)


def begun(now, **fields):
    values = {"started_at": now, "finished_at": now, "error": "it failed"}
    return ScheduledRun.objects.create(
        job="partners.daily", due_at=period(DAY, now), **{**values, **fields}
    )


def test_what_failed_is_begun_again_after_a_growing_pause(daily):
    run = begun(daily)
    assert run_again(now=daily + FIRST_PAUSE / 2) == 0
    assert run_again(now=daily + FIRST_PAUSE) == 1
    assert run_again(now=daily + FIRST_PAUSE * 2) == 0
    run.refresh_from_db()
    assert (RUNS, run.starts, run.error, run.finished_at is not None) == (["work"], 2, "", True)


def test_a_job_that_always_fails_rests_until_its_next_period(daily):
    begun(daily, starts=MAX_STARTS)
    assert run_again(now=daily + timedelta(hours=5)) == 0


def test_a_period_that_is_over_is_not_made_up_for(daily):
    begun(daily)
    assert run_again(now=daily + DAY) == 0


def test_the_run_of_a_dead_worker_is_begun_again_and_that_of_a_living_one_is_not(daily):
    heartbeat.beat("alive:1")
    started = timezone.now() - timedelta(minutes=6)
    begun(daily, started_at=started, finished_at=None, error="", worker="dead:1")
    other = begun(daily - DAY, started_at=started, finished_at=None, error="", worker="alive:1")
    reap()
    assert list(ScheduledRun.objects.exclude(error="").values_list("worker", "error")) == [
        ("dead:1", CUT_SHORT)
    ]
    other.refresh_from_db()
    assert other.finished_at is None
    assert run_again(now=timezone.now() + FIRST_PAUSE) == (
        period(DAY, timezone.now() + FIRST_PAUSE) == period(DAY, daily)
    )


def test_what_staff_ask_for_is_begun_at_once_and_only_once(daily):
    begun(daily, started_at=None, finished_at=None, error="", starts=0)
    assert [run_again(now=daily), run_again(now=daily)] == [1, 0]


def test_two_workers_begin_a_failed_run_once(daily, monkeypatch):
    run = begun(daily)
    later = daily + FIRST_PAUSE
    # The other was quicker, between the look and the claim.
    monkeypatch.setattr(
        "cms.jobs.schedule._is_due_again",
        lambda *_args: ScheduledRun.objects.filter(pk=run.pk).update(starts=2) or True,
    )
    assert (run_again(now=later), RUNS) == (0, [])


def test_a_clock_that_jumps_starts_no_period_twice():
    now = datetime(2026, 11, 22, 3, 0, 10, tzinfo=UTC)
    jumps = (timedelta(), timedelta(hours=3), timedelta(), timedelta(days=-1), timedelta(hours=3))
    assert [run_if_due(job(every=DAY), now=now + jump) for jump in jumps] == [
        True, False, False, True, False,
    ]  # fmt: skip


def test_a_job_of_a_disabled_plugin_rests_and_runs_when_it_is_on_again(daily, member):
    from plugins.state import forget

    begun(daily)
    switch("partners", enabled=False, by=member)
    forget()
    assert run_again(now=daily + FIRST_PAUSE) == 0
    switch("partners", enabled=True, by=member)
    forget()
    assert run_again(now=daily + FIRST_PAUSE) == 1
