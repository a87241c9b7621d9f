"""Who is entitled to what a class leaves behind: materials, the survey, a certificate.

Asked by pages, staff screens, jobs and downloads alike. ``share`` is the part of the
sessions somebody came to, in percent, as ``events.queries.attended_share`` counts it.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Count, Q

from events import queries
from events.models import Attendance, Course, Material, Registration, Session
from events.rules import can_manage_courses, can_see_course


def came(registration: Registration, now: datetime) -> bool:
    """Whether the holder of the seat came to at least one session."""
    return registration.is_confirmed and queries.attended_share(registration, now) > 0


def shares_of(course: Course, now: datetime) -> dict[int, int]:
    """Return ``{registration pk: percent of the sessions held}`` of those who came, in two queries.

    The same numbers as ``attended_share`` gives one by one.
    """
    held = course.sessions.filter(status=Session.Status.SCHEDULED, ends_at__lte=now)
    total = held.count()
    rows = (
        Attendance.objects.filter(session__in=held, state=Attendance.State.CAME)
        .order_by()
        .values_list("registration_id")
        .annotate(times=Count("pk"))
    )
    return {pk: 100 * times // total for pk, times in rows} if total else {}


def attendees(course: Course, now: datetime) -> list[Registration]:
    """Return the confirmed registrations of people who came at least once."""
    came_ones = [pk for pk, share in shares_of(course, now).items() if share > 0]
    return list(
        Registration.objects.filter(Q(pk__in=came_ones), state=Registration.State.CONFIRMED)
        .select_related("person", "course")
        .order_by("pk")
    )


def seat_of(user: Any, course: Course) -> Registration | None:
    """Return the confirmed registration of the person, if there is one."""
    if not user.is_authenticated:
        return None
    return Registration.objects.filter(
        course=course, person=user, state=Registration.State.CONFIRMED
    ).first()


def audiences_of(registration: Registration | None, now: datetime) -> frozenset[str]:
    """Return the audiences somebody with this seat, or with none, belongs to."""
    found = {Material.Audience.EVERYONE.value}
    if registration is not None and registration.is_confirmed:
        found.add(Material.Audience.REGISTERED.value)
        if came(registration, now):
            found.add(Material.Audience.ATTENDEES.value)
    return frozenset(found)


def can_read_material(user: Any, material: Material, now: datetime) -> bool:
    """Whether the person may have the material at ``now``; staff of courses always may."""
    course = material.course
    if can_manage_courses(user):
        return True
    if not can_see_course(user, course) or not material.is_available(now):
        return False
    if material.audience == Material.Audience.EVERYONE:
        return True
    return material.audience in audiences_of(seat_of(user, course), now)


def is_over(course: Course, now: datetime) -> bool:
    """Whether the course took place and has ended."""
    return (
        course.status == Course.Status.PUBLISHED
        and course.ends_at is not None
        and course.ends_at <= now
    )


def gives_certificates(course: Course) -> bool:
    """Whether the course ends with a certificate for those who came often enough."""
    return course.certificate_percent > 0


def earned_certificate(registration: Registration, share: int, now: datetime) -> bool:
    """Whether a certificate may be issued for the registration."""
    course = registration.course
    return (
        gives_certificates(course)
        and registration.is_confirmed
        and is_over(course, now)
        and share >= course.certificate_percent
    )


def shown_to(audiences: Iterable[str], materials: Iterable[Material]) -> list[Material]:
    """Return the materials meant for one of the audiences, in their order."""
    wanted = frozenset(audiences)
    return [material for material in materials if material.audience in wanted]
