"""The coordinator's day: what to decide, today, this week, and who waits."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views import View
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet

from cms.admin.menu import PermittedMenuItem
from cms.privacy.access import looked_at
from cms.templatetags.design import clock
from events import queries, rules
from events.admin.exports import ListExport
from events.admin.listing import fill_of
from events.decisions import decisions
from events.models import Course, Registration, Session

DAYS = 7
SHOWN = 6


class BoardScreen(WagtailAdminTemplateMixin, View):
    """One screen; every part of it in a fixed number of queries."""

    page_title = _("Board")
    header_icon = "date"
    template_name = "events/admin/board.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not rules.can_manage_courses(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get(self, request: HttpRequest) -> HttpResponse:
        now = timezone.now()
        sees_people = rules.can_see_registrants(request.user)
        to_decide = decisions(now)
        every = "all" in request.GET
        days = list(days_of(now))
        waiting = list(waiting_courses())
        names = [course.next_person for course in waiting if sees_people and course.next_person]
        looked_at(request, names, "events.board")
        return self.render_to_response(
            self.get_context_data(
                now=timezone.localtime(now),
                first=to_decide[0] if to_decide else None,
                others=to_decide[1:] if every else to_decide[1 : SHOWN + 1],
                hidden=0 if every else max(0, len(to_decide) - SHOWN - 1),
                number=len(to_decide),
                today=days[0],
                week=[day for day in days[1:] if day["sessions"]],
                waiting=waiting,
                sees_people=sees_people,
                has_courses=Course.objects.exists(),
            )
        )


def days_of(now: datetime) -> Iterable[dict[str, Any]]:
    """Yield today and the six days after it, each with its sessions; one query."""
    today = timezone.localdate(now)
    last = today + timedelta(days=DAYS - 1)
    found = queries.sessions_between(today, last, private=True).exclude(
        course__status=Course.Status.CANCELLED
    )
    by_day: dict[date, list[Session]] = {
        day: list(sessions)
        for day, sessions in groupby(found, key=lambda one: timezone.localdate(one.starts_at))
    }
    for offset in range(DAYS):
        day = today + timedelta(days=offset)
        yield {
            "day": day,
            "sessions": [session_line(session, now) for session in by_day.get(day, ())],
        }


def session_line(session: Session, now: datetime) -> dict[str, Any]:
    """Return what one session shows on the board."""
    course = session.course
    return {
        "course": course,
        "session": session,
        "time": f"{clock(session.starts_at)}–{clock(session.ends_at)}",
        "place": session.place_text,
        "topic": session.topic_text,
        "is_off": session.is_cancelled,
        "is_now": session.starts_at <= now < session.ends_at,
        "is_over": session.ends_at <= now,
        "fill": fill_of(course),
        "childcare": childcare_of(course),
        "public_url": course.get_absolute_url(),
    }


def childcare_of(course: Course) -> dict[str, Any] | None:
    """Return what the bar of childcare places needs, None where there are none."""
    if not course.childcare_capacity:
        return None
    left = course.childcare_left
    return {
        "taken": course.childcare_taken,
        "capacity": course.childcare_capacity,
        "words": _("childcare"),
        "tone": "brand" if left else "warning",
    }


def waiting_courses() -> QuerySet[Course]:
    """Return the courses people wait for, with ``next_name`` and ``next_person`` of the first."""
    first = Registration.objects.filter(
        course=OuterRef("pk"), state=Registration.State.WAITING
    ).order_by("waiting_number")
    found = (
        Course.objects.filter(
            waiting__gt=0, status=Course.Status.PUBLISHED, ends_at__gt=timezone.now()
        )
        .select_related("category", "venue")
        .annotate(
            next_person=Subquery(first.values("person")[:1]),
            next_name=Subquery(first.values("person__name")[:1]),
            next_guest=Subquery(first.values("guest_name")[:1]),
            next_since=Subquery(first.values("created_at")[:1]),
        )
    )
    return found.order_by("-waiting", "starts_at")


class BoardViewSet(ViewSet):
    """The first entry of the menu "Classes"."""

    name = "classes-board"
    menu_label = _("Board")
    icon = "list-ul"

    @cached_property
    def menu_url(self) -> str:
        return reverse(self.get_url_name("index"))

    def get_menu_item(self, order: int | None = None) -> MenuItem:
        return PermittedMenuItem(
            self.menu_label,
            self.menu_url,
            name=self.name,
            icon_name=self.icon,
            order=order or 1,
            permission=rules.MANAGE_COURSES,
        )

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", BoardScreen.as_view(), name="index"),
            path("list/<str:name>/<str:form>/", ListExport.as_view(), name="export"),
        ]
