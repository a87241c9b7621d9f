"""Schedules and heartbeats: what the worker is to repeat, and the proof that it lives."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ScheduledRun(models.Model):
    """One due run of a scheduled job. UNIQUE(job, due_at): two workers start it once.

    ``starts`` counts how often it was begun, ``worker`` is who began it last. Without
    ``started_at`` it waits: staff asked for it.
    """

    job = models.CharField(_("job"), max_length=100)
    due_at = models.DateTimeField(_("due at"))
    started_at = models.DateTimeField(_("started at"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    worker = models.CharField(_("worker"), max_length=100, blank=True)
    starts = models.PositiveSmallIntegerField(_("starts"), default=1)
    error = models.TextField(_("error"), blank=True)

    class Meta:
        verbose_name = _("scheduled run")
        verbose_name_plural = _("scheduled runs")
        constraints = [models.UniqueConstraint(fields=["job", "due_at"], name="jobs_run_once")]
        indexes = [models.Index(fields=["job", "-due_at"], name="jobs_latest")]
        default_permissions = ("view", "change")

    def __str__(self) -> str:
        return f"{self.job} {self.due_at:%Y-%m-%d %H:%M}"


class Heartbeat(models.Model):
    """The last sign of life of a worker process."""

    worker = models.CharField(_("worker"), max_length=100, unique=True)
    beat_at = models.DateTimeField(_("last beat at"))

    class Meta:
        verbose_name = _("heartbeat")
        verbose_name_plural = _("heartbeats")
        default_permissions = ("view",)

    def __str__(self) -> str:
        return self.worker
