"""What the host itself repeats. Each job may run twice or be cut short without harm."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.core.management import call_command
from django.utils.translation import gettext_lazy as _

from plugins.api import ScheduledJob
from plugins.registry import contributions


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """Something to repeat: ``run`` is the dotted path of a function without arguments."""

    key: str
    run: str
    every: timedelta


LABELS = {
    "cms.publish": _("Publish what is scheduled"),
    "cms.sessions": _("Forget sessions that have run out"),
    "jobs.reap": _("Take over from workers that died"),
    "jobs.again": _("Begin again what failed"),
    "jobs.prune": _("Tidy up finished work"),
    "files.sweep": _("Sweep up files of nothing"),
    "search.reconcile": _("Check the search index"),
    "mail.prune": _("Tidy up old mail"),
}
"""What staff call the host's jobs."""

HOST_JOBS = (
    Job(key="cms.publish", run="cms.jobs.host.publish_scheduled", every=timedelta(minutes=1)),
    Job(key="cms.sessions", run="cms.jobs.host.clear_sessions", every=timedelta(days=1)),
    Job(key="jobs.reap", run="cms.jobs.queue.reap", every=timedelta(minutes=1)),
    Job(key="jobs.again", run="cms.jobs.schedule.run_again", every=timedelta(minutes=1)),
    Job(key="jobs.prune", run="cms.jobs.queue.prune", every=timedelta(days=1)),
    Job(key="figures.close", run="cms.figures.months.close_months", every=timedelta(days=1)),
    Job(key="files.sweep", run="cms.files.sweeping.sweep", every=timedelta(days=1)),
    Job(key="search.reconcile", run="cms.search.indexing.reconcile", every=timedelta(days=1)),
    Job(key="privacy.retention", run="cms.privacy.retention.run", every=timedelta(days=1)),
    Job(key="mail.prune", run="cms.mail.pruning.prune", every=timedelta(days=1)),
)


def jobs() -> Iterator[Job]:
    """Yield the host's jobs and those of the enabled plug-ins."""
    yield from HOST_JOBS
    for item in contributions(ScheduledJob):
        yield Job(key=item.key, run=item.run, every=item.every)


def publish_scheduled() -> None:
    """Publish pages whose hour has come, and take down those whose hour has passed."""
    call_command("publish_scheduled", verbosity=0)


def clear_sessions() -> None:
    """Forget sessions that have run out."""
    call_command("clearsessions", verbosity=0)
