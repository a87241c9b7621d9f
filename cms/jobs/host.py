"""What the host itself repeats. Each job may run twice or be cut short without harm."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.core.management import call_command
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from plugins.api import ScheduledJob
from plugins.registry import contributions


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """Something to repeat: ``run`` is the dotted path of a function without arguments."""

    key: str
    run: str
    every: timedelta
    label: str | Promise = ""
    """What staff call it."""


def _host(key: str, run: str, label: Promise, *, daily: bool = True) -> Job:
    every = timedelta(days=1) if daily else timedelta(minutes=1)
    return Job(key=key, run=f"cms.{run}", every=every, label=label)


HOST_JOBS = (
    _host(
        "cms.publish", "jobs.host.publish_scheduled", _("Publish what is scheduled"), daily=False
    ),
    _host("cms.sessions", "jobs.host.clear_sessions", _("Forget sessions that have run out")),
    _host("jobs.reap", "jobs.queue.reap", _("Take over from workers that died"), daily=False),
    _host("jobs.again", "jobs.schedule.run_again", _("Begin again what failed"), daily=False),
    _host("jobs.prune", "jobs.queue.prune", _("Tidy up finished work")),
    _host("figures.close", "figures.months.close_months", _("Close the figures of past months")),
    _host("files.sweep", "files.sweeping.sweep", _("Sweep up files of nothing")),
    _host("search.reconcile", "search.indexing.reconcile", _("Check the search index")),
    _host("privacy.retention", "privacy.retention.run", _("Destroy what is past its time")),
    _host("mail.prune", "mail.pruning.prune", _("Tidy up old mail")),
)


def jobs() -> Iterator[Job]:
    """Yield the host's jobs and those of the enabled plug-ins."""
    yield from HOST_JOBS
    for item in contributions(ScheduledJob):
        yield Job(key=item.key, run=item.run, every=item.every, label=item.label)


def publish_scheduled() -> None:
    """Publish pages whose hour has come, and take down those whose hour has passed."""
    call_command("publish_scheduled", verbosity=0)


def clear_sessions() -> None:
    """Forget sessions that have run out."""
    call_command("clearsessions", verbosity=0)
