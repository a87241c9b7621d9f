"""Lists to take out, as XLSX and CSV: each says which columns and which people are in it.

Lists about people ask why first; the access log keeps the reason and who was in the list.
Rows are read in chunks and written as they come.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import batched
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from cms.audit.log import record
from cms.exports import csv_response, xlsx_response
from cms.privacy.access import looked_at
from cms.privacy.reasons import reason_for
from events import rules
from events.models import Attendance, Course, Registration, Session

CHUNK = 500
WRITERS = {"xlsx": xlsx_response, "csv": csv_response}

type Row = list[Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One list: ``headers()`` and ``rows(request)``; ``people(request)`` where it is personal."""

    title: str | Promise
    headers: Callable[[], list[str]]
    rows: Callable[[HttpRequest], Iterable[Row]]
    people: Callable[[HttpRequest], Iterable[int | None]] | None = None
    rule: Callable[[Any], bool] = rules.can_manage_courses

    def allows(self, user: Any) -> bool:
        """Return whether the person may take it out."""
        return rules.can_see_registrants(user) if self.people is not None else self.rule(user)


def _courses(request: HttpRequest) -> QuerySet[Course]:
    """Return the courses of the staff list with its filters, in its order."""
    from events.admin.listing import CourseFilterSet

    one = request.GET.get("course", "")
    if one.isdecimal():
        return Course.objects.filter(pk=int(one)).select_related("category", "venue")
    found = CourseFilterSet(request.GET, queryset=Course.objects.all(), request=request).qs
    search = "".join(c for c in request.GET.get("q", "") if c.isprintable()).strip()
    if search:
        found = found.filter(title__icontains=search)
    ordered: QuerySet[Course] = found.select_related(
        "category", "venue", "term", "series"
    ).order_by("starts_at", "pk")
    return ordered


def _course_headers() -> list[str]:
    return [
        _("Course"),
        _("Subject area"),
        _("Kind"),
        _("Term"),
        _("Series"),
        _("Place"),
        _("Lecturer"),
        _("Begins"),
        _("Ends"),
        _("Registration opens"),
        _("Registration closes"),
        _("Seats"),
        _("Taken"),
        _("Waiting list"),
        _("Childcare places"),
        _("Childcare places taken"),
        _("Minimum"),
        _("State"),
    ]


def _course_rows(request: HttpRequest) -> Iterator[Row]:
    now = timezone.now()
    for course in _courses(request).iterator(chunk_size=CHUNK):
        yield [
            str(course),
            str(course.category),
            course.get_kind_display(),
            str(course.term or ""),
            str(course.series or ""),
            course.place_text,
            str(course.lecturer_text),
            course.starts_at,
            course.ends_at,
            course.registration_opens_at,
            course.registration_closes_at,
            course.capacity,
            course.taken,
            course.waiting,
            course.childcare_capacity,
            course.childcare_taken,
            course.minimum,
            str(course.state_at(now).label),
        ]


def _session_headers() -> list[str]:
    return [
        _("Course"),
        _("Subject area"),
        _("Begins"),
        _("Ends"),
        _("Topic"),
        _("Place"),
        _("State"),
        _("Seats"),
        _("Taken"),
    ]


def _session_rows(request: HttpRequest) -> Iterator[Row]:
    found = Session.objects.filter(course__in=_courses(request).order_by()).select_related(
        "course__category", "course__venue", "venue"
    )
    for session in found.order_by("starts_at", "pk").iterator(chunk_size=CHUNK):
        course = session.course
        yield [
            str(course),
            str(course.category),
            session.starts_at,
            session.ends_at,
            str(session.topic_text),
            session.place_text,
            session.get_status_display(),
            course.capacity,
            course.taken,
        ]


def _waiting(_request: HttpRequest) -> QuerySet[Registration]:
    return (
        Registration.objects.filter(
            state=Registration.State.WAITING,
            course__status=Course.Status.PUBLISHED,
            course__ends_at__gt=timezone.now(),
        )
        .select_related("course", "person")
        .order_by("course__starts_at", "course", "waiting_number")
    )


def _waiting_headers() -> list[str]:
    return [
        _("Course"),
        _("Begins"),
        _("Number in the queue"),
        _("Name"),
        _("E-mail"),
        _("Phone"),
        _("Childcare places"),
        _("Registered at"),
        _("Reference"),
    ]


def _waiting_rows(request: HttpRequest) -> Iterator[Row]:
    for item in _waiting(request).iterator(chunk_size=CHUNK):
        yield [
            str(item.course),
            item.course.starts_at,
            item.waiting_number,
            item.name,
            email_of(item),
            phone_of(item),
            item.childcare_places,
            item.created_at,
            item.reference,
        ]


def _attended(request: HttpRequest) -> QuerySet[Attendance]:
    return (
        Attendance.objects.filter(session__course__in=_courses(request).order_by())
        .select_related("session__course", "registration__person")
        .order_by("session__starts_at", "session", "pk")
    )


def _attended_headers() -> list[str]:
    return [
        _("Course"),
        _("Session"),
        _("Name"),
        _("Phone"),
        _("State"),
        _("Children who came"),
        _("Checked in at"),
        _("Reference"),
    ]


def _attended_rows(request: HttpRequest) -> Iterator[Row]:
    for item in _attended(request).iterator(chunk_size=CHUNK):
        yield [
            str(item.session.course),
            item.session.starts_at,
            item.registration.name,
            phone_of(item.registration),
            item.get_state_display(),
            item.children_came,
            item.at,
            item.registration.reference,
        ]


def _held(request: HttpRequest) -> QuerySet[Session]:
    """Return the sessions of the staff list of those held, with its filters."""
    from events.admin.held import HeldFilter

    found = HeldFilter(request.GET, today=timezone.localdate()).sessions()
    ordered: QuerySet[Session] = found.select_related("course__category", "head_count").order_by(
        "starts_at", "pk"
    )
    return ordered


def _held_headers() -> list[str]:
    return [
        _("Begins"),
        _("Ends"),
        _("Course"),
        _("Subject area"),
        _("Kind of class"),
        _("For whom"),
        _("Adults"),
        _("Children and pupils"),
    ]


def _held_rows(request: HttpRequest) -> Iterator[Row]:
    from events.admin.held import people_of

    for some in batched(_held(request).iterator(chunk_size=CHUNK), CHUNK, strict=False):
        for session, people in people_of(some):
            course = session.course
            yield [
                session.starts_at,
                session.ends_at,
                str(course),
                str(course.category),
                course.get_kind_display(),
                course.get_audience_group_display(),
                *(people or (None, None)),
            ]


def email_of(registration: Registration) -> str:
    """Return the address; a guest has none."""
    return registration.person.email if registration.person is not None else ""


def phone_of(registration: Registration) -> str:
    """Return the telephone number of the person or the guest."""
    person = registration.person
    return person.phone if person is not None else registration.guest_phone


LISTINGS: dict[str, Listing] = {
    "courses": Listing(title=gettext_lazy("Courses"), headers=_course_headers, rows=_course_rows),
    "sessions": Listing(
        title=gettext_lazy("Sessions"), headers=_session_headers, rows=_session_rows
    ),
    "held": Listing(
        title=gettext_lazy("Sessions held"),
        headers=_held_headers,
        rows=_held_rows,
        rule=rules.can_see_counts,
    ),
    "waiting": Listing(
        title=gettext_lazy("Waiting lists"),
        headers=_waiting_headers,
        rows=_waiting_rows,
        people=lambda request: _waiting(request).values_list("person", flat=True),
    ),
    "attended": Listing(
        title=gettext_lazy("Attendance"),
        headers=_attended_headers,
        rows=_attended_rows,
        people=lambda request: _attended(request).values_list("registration__person", flat=True),
    ),
}


class ListExport(View):
    """One of ``LISTINGS`` as a download; the filters of the staff list stand in the query."""

    http_method_names = ("get", "head", "post")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        listing = LISTINGS.get(kwargs["name"])
        if listing is None or kwargs["form"] not in WRITERS:
            if not rules.can_manage_courses(request.user):
                raise PermissionDenied
            raise Http404
        if not listing.allows(request.user):
            raise PermissionDenied
        self.listing = listing
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, name: str, form: str) -> HttpResponseBase:
        listing, reason = self.listing, ""
        if listing.people is not None:
            answer = reason_for(request, title=listing.title)
            if isinstance(answer, HttpResponse):
                return answer
            reason = answer
        with transaction.atomic():
            if listing.people is not None:
                people = {pk for pk in listing.people(request) if pk is not None}
                looked_at(
                    request, people, "events.list_exported", subject=listing.title, reason=reason
                )
            record(
                "events.list.exported",
                subject=request.user,
                by=request.user,
                after={"list": name, "form": form, "filters": request.GET.urlencode()},
            )
        stem = f"{listing.title}-{timezone.localdate():%Y%m%d}"
        return WRITERS[form](stem, listing.headers(), listing.rows(request))

    def post(self, request: HttpRequest, name: str, form: str) -> HttpResponseBase:
        return self.get(request, name, form)
