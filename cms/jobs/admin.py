"""The staff page "Background work": workers, schedule, queue, and what can be done about them.

For administrators. Every act is confirmed by its own form and audited.
"""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_tasks_db.models import DBTaskResult
from wagtail.admin.menu import MenuItem

from cms.admin.menu import PermittedMenuItem
from cms.backup import recency
from cms.jobs import overview, steering
from cms.jobs.host import jobs
from cms.jobs.steering import SteeringRefused

READ = "jobs.view_scheduledrun"
CHANGE = "jobs.change_scheduledrun"


def _guard(request: HttpRequest, permission: str) -> None:
    if not request.user.has_perm(permission):
        raise PermissionDenied


@require_safe
def background_work(request: HttpRequest) -> HttpResponse:
    """Show everything on one page."""
    _guard(request, READ)
    now = timezone.now()
    counts = overview.task_counts()
    workers = overview.worker_rows(now)
    rows = overview.job_rows(now)
    failed_jobs = sum(row.state == "failed" for row in rows)
    alive = sum(worker.is_alive for worker in workers)
    return render(
        request,
        "jobs/admin/background_work.html",
        {
            "header_title": _("Background work"),
            "header_icon": "tasks",
            "breadcrumbs_items": [
                {"url": reverse("wagtailadmin_home"), "label": _("Home")},
                {"url": "", "label": _("Background work")},
            ],
            "counts": [
                {"label": _("workers alive"), "count": alive, "to": "workers", "is_bad": not alive},
                _count(_("jobs that failed"), failed_jobs, "schedule"),
                _count(_("tasks that failed"), counts.get("FAILED", 0), "failed"),
                {"label": _("tasks waiting"), "count": counts.get("READY", 0), "to": "waiting"},
                {"label": _("tasks running"), "count": counts.get("RUNNING", 0), "to": "waiting"},
            ],
            "workers": workers,
            "alive": alive,
            "rows": rows,
            "tasks_failed": [_task(task) for task in overview.tasks("FAILED")],
            "tasks_waiting": [
                _task(task) for kind in ("RUNNING", "READY") for task in overview.tasks(kind)
            ],
            "most": overview.MOST,
            "counted": counts,
            "backup_at": recency.last(),
            "backup_trouble": recency.trouble(now),
            "may_act": request.user.has_perm(CHANGE),
        },
    )


def _count(label: str, count: int, to: str) -> dict[str, Any]:
    return {"label": label, "count": count, "to": to, "is_bad": bool(count)}


def _task(task: DBTaskResult) -> dict[str, Any]:
    return {
        "pk": task.pk,
        "path": task.task_path,
        "status": task.status,
        "enqueued_at": task.enqueued_at,
        "started_at": task.started_at,
        "finished_at": task.finished_at,
        "starts": len(task.worker_ids),
        "reason": overview.reason(task.traceback),
    }


@require_POST
def job_begin(request: HttpRequest, key: str) -> HttpResponse:
    """Have a job's present run begun now."""
    _guard(request, CHANGE)
    job = next((job for job in jobs() if job.key == key), None)
    if job is None:
        raise Http404
    return _do(
        request,
        lambda: steering.begin_now(job, by=request.user, now=timezone.now()),
        _("%(name)s begins within a minute.") % {"name": overview.job_label(key)},
    )


@require_POST
def task_retry(request: HttpRequest, pk: str) -> HttpResponse:
    """Put a failed task back into the queue."""
    _guard(request, CHANGE)
    task = get_object_or_404(DBTaskResult, pk=pk)
    return _do(
        request, lambda: steering.put_back(task, by=request.user), _("The task waits to be run.")
    )


@require_POST
def task_cancel(request: HttpRequest, pk: str) -> HttpResponse:
    """Take a waiting task out of the queue."""
    _guard(request, CHANGE)
    task = get_object_or_404(DBTaskResult, pk=pk)
    return _do(
        request,
        lambda: steering.cancel(task, by=request.user, now=timezone.now()),
        _("The task is cancelled."),
    )


def _do(request: HttpRequest, act: Callable[[], object], said: str) -> HttpResponse:
    try:
        act()
    except SteeringRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, said)
    return redirect("jobs:index")


patterns = (
    [
        path("", background_work, name="index"),
        path("<str:key>/begin/", job_begin, name="begin"),
        path("tasks/<uuid:pk>/retry/", task_retry, name="retry"),
        path("tasks/<uuid:pk>/cancel/", task_cancel, name="cancel"),
    ],
    "jobs",
)


def admin_urls() -> list[URLPattern | URLResolver]:
    """Return the addresses for Wagtail's admin."""
    return [path("jobs/", include(patterns))]


def jobs_item() -> MenuItem:
    """Return the entry "Background work" among the reports."""
    return PermittedMenuItem(
        _("Background work"),
        reverse("jobs:index"),
        name="jobs",
        icon_name="tasks",
        order=62,
        permission=READ,
    )
