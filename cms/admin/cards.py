"""The host's own dashboard cards: mail in trouble, a silent worker, pages that wait.

Each returns the context of ``cms/admin/card.html``, or None when all is well.
"""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import npgettext
from wagtail.models import Page, TaskState
from wagtail.permissions import policy_registry

from cms.jobs.models import Heartbeat
from cms.mail.models import OutboxMessage

SHOWN = 5
SILENT_AFTER = timedelta(minutes=5)

type Card = dict[str, Any] | None


def mail_in_trouble(_request: HttpRequest) -> Card:
    """Tell of mails that were given up, or whose fate nobody knows."""
    Status = OutboxMessage.Status  # noqa: N806 - a class
    counts = {
        status: OutboxMessage.objects.filter(status=status).count()
        for status in (Status.FAILED, Status.UNKNOWN)
    }
    total = sum(counts.values())
    if not total:
        return None
    url = _address("outbox:index")
    return {
        "title": _("Mail in trouble"),
        "icon": "mail",
        "tone": "danger",
        "number": total,
        "unit": npgettext("count", "mail", "mails", total),
        "text": _("These mails are not sent again by themselves. Look and decide."),
        "rows": [
            {
                "label": status.label,
                "url": f"{url}?status={status.value}" if url else "",
                "note": str(count),
                "value": count,
                "maximum": total,
            }
            for status, count in counts.items()
            if count
        ],
    }


def silent_worker(_request: HttpRequest) -> Card:
    """Tell when no worker has given a sign of life for five minutes."""
    last = Heartbeat.objects.order_by("-beat_at").values_list("beat_at", flat=True).first()
    now = timezone.now()
    if last is not None and now - last < SILENT_AFTER:
        return None
    minutes = int((now - last).total_seconds() // 60) if last else 0
    return {
        "title": _("The worker is silent"),
        "icon": "warning",
        "tone": "danger",
        "number": minutes if last else "",
        "unit": npgettext("count", "minute", "minutes", minutes) if last else "",
        "text": _(
            "Mail, reminders and scheduled pages wait until it runs again. "
            "Ask whoever looks after the server."
        ),
    }


def pages_to_moderate(request: HttpRequest) -> Card:
    """Tell of pages somebody has submitted to this person for publishing."""
    waiting = TaskState.objects.reviewable_by(request.user)
    total = waiting.count()
    if not total:
        return None
    states = waiting.select_related("revision__user").order_by("started_at")[:SHOWN]
    return {
        "title": _("Pages waiting for you"),
        "icon": "check",
        "tone": "warning",
        "number": total,
        "unit": npgettext("count", "page", "pages", total),
        "text": _("Somebody has asked you to read and publish these."),
        "rows": [
            {
                "label": state.revision.object_str,
                "url": _edit_address(state.revision),
                "note": str(state.revision.user or ""),
            }
            for state in states
        ],
        "action_label": _("All in moderation"),
        "action_url": reverse("wagtailadmin_reports:workflow"),
    }


def drafts(request: HttpRequest) -> Card:
    """Tell of pages with changes nobody has published yet, the latest first."""
    mine = policy_registry.get_by_type(Page).instances_user_has_permission_for(
        request.user, "publish"
    )
    unpublished = mine.filter(has_unpublished_changes=True)
    total = unpublished.count()
    if not total:
        return None
    return {
        "title": _("Drafts not yet published"),
        "icon": "edit",
        "number": total,
        "unit": npgettext("count", "page", "pages", total),
        "rows": [
            {
                "label": page.draft_title or page.title,
                "url": reverse("wagtailadmin_pages:edit", args=[page.pk]),
                "date": page.latest_revision_created_at,
            }
            for page in unpublished.order_by("-latest_revision_created_at")[:SHOWN]
        ],
    }


def _edit_address(revision: Any) -> str:
    try:
        return reverse("wagtailadmin_pages:edit", args=[int(revision.object_id)])
    except (NoReverseMatch, ValueError):
        return ""


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
