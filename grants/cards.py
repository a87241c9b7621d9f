"""Cards: what needs attention today, for staff and for a member."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from grants.models import Application, ApplicationState, CallState
from grants.queries import figures, next_deadline


def dashboard(_request: HttpRequest) -> Mapping[str, Any] | None:
    """Return the open call that closes first with its numbers; no card without one."""
    now = timezone.now()
    call = next_deadline(now)
    if call is None:
        return None
    return {
        "call": call,
        "figures": figures(call),
        "closes_today": timezone.localdate(call.closes_at) == timezone.localdate(now),
        "closes_soon": call.closes_at - now < timedelta(days=3),
    }


def member(request: HttpRequest) -> Mapping[str, Any] | None:
    """Return the member's applications, the most urgent first; no card without any."""
    applications = list(
        Application.objects.of(request.user)
        .live()
        .select_related("call", "community")
        .order_by("-call__closes_at", "pk")[:4]
    )
    if not applications:
        return None
    return {"applications": [described(application) for application in applications]}


def of_community(passed: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Return the applications of a community for those who belong to it; nothing without any."""
    applications = list(
        Application.objects.filter(community=passed["community"])
        .live()
        .select_related("call", "community")
        .order_by("-call__closes_at", "pk")[:4]
    )
    if not applications:
        return None
    return {"applications": [described(application) for application in applications]}


def described(application: Application) -> dict[str, Any]:
    """Return an application with the words and tone of its state for a list."""
    is_open = application.call.state == CallState.OPEN
    is_draft = application.state == ApplicationState.DRAFT
    tones = {
        "draft": "warning" if is_open else "neutral",
        "submitted": "success",
        "selected": "brand",
        "withdrawn": "neutral",
        "not_selected": "neutral",
    }
    return {
        "application": application,
        "tone": tones[application.state],
        "is_open": is_open,
        "is_urgent": is_open and is_draft,
        "is_missed": is_draft and not is_open,
    }
