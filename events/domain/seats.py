"""Seats and childcare places as counters of a course: taken and given back together.

A claim is one seat and as many childcare places as children come along, taken by one
conditional UPDATE: of any number of people who ask at once exactly as many succeed as
there is room for, on SQLite and on PostgreSQL alike, and nobody ends with half a claim.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Q, QuerySet

from events.domain.refusals import ChildcareFull, Full, PromotionStopped, Refusal, refusal_of
from events.models import Course, CourseState

# What staff may pass over; that the course is off, over or full they may not.
_WINDOW = {
    CourseState.NOT_YET,
    CourseState.OPEN,
    CourseState.FULL,
    CourseState.CLOSED,
    CourseState.RUNNING,
}


# What decides whether there is a seat now, and changes while people look at a page.
WHAT_COUNTS = (
    "status",
    "capacity",
    "taken",
    "waiting",
    "childcare_capacity",
    "childcare_taken",
    "registration_opens_at",
    "registration_closes_at",
    "starts_at",
    "ends_at",
)


def hold(course: Course) -> Course:
    """Return the course as it is now, held until the transaction ends.

    On SQLite the row lock says nothing and needs to say nothing: a transaction there
    begins IMMEDIATE and is the only writer from its first statement.
    """
    return (
        Course.objects.select_for_update(no_key=True, of=("self",))
        .select_related("category", "venue")
        .get(pk=course.pk)
    )


def take(course: Course, *, places: int, now: datetime, any_time: bool) -> bool:
    """Take one seat and ``places`` childcare places, or raise the Refusal that says why not.

    Returns whether the course, held from here on, may be of a series. ``any_time`` passes over
    the registration window, never over the end of the course. Once nobody moves up any more,
    nobody walks past those who wait either: PromotionStopped.
    """
    conditions: dict[str, Any] = {
        "pk": course.pk,
        "status": Course.Status.PUBLISHED,
        "takes_registrations": True,
    }
    if not any_time:
        conditions |= {"registration_opens_at__lte": now, "registration_closes_at__gt": now}
        if promotion_is_over(course, now):
            conditions["waiting"] = 0
    seats = Course.objects.filter(
        Q(ends_at__isnull=True) | Q(ends_at__gt=now), **_room_for(places), **conditions
    )
    # Most courses are of no series: the same UPDATE finds out.
    if course.series_id is None and _add(seats.filter(series=None), seat=1, places=places):
        return False
    if not _add(seats, seat=1, places=places):
        raise why_not(Course.objects.get(pk=course.pk), places=places, now=now, any_time=any_time)
    return True


def take_from_queue(course: Course, *, places: int) -> bool:
    """Turn one place in the queue into a seat with its childcare places, if there is room."""
    seats = Course.objects.filter(pk=course.pk, waiting__gt=0, **_room_for(places))
    return bool(
        seats.update(
            taken=F("taken") + 1,
            waiting=F("waiting") - 1,
            childcare_taken=F("childcare_taken") + places,
        )
    )


def take_places(course: Course, places: int) -> None:
    """Take childcare places beside a seat already held. Raises ChildcareFull."""
    room = Course.objects.filter(
        pk=course.pk, childcare_capacity__gte=F("childcare_taken") + places
    )
    if not _add(room, seat=0, places=places):
        raise ChildcareFull


def give_back(course: Course, *, seat: int = 0, places: int = 0, waiting: int = 0) -> None:
    """Give seats, childcare places or places in the queue back to the course."""
    Course.objects.filter(pk=course.pk).update(
        taken=F("taken") - seat,
        childcare_taken=F("childcare_taken") - places,
        waiting=F("waiting") - waiting,
    )


def fits(course: Course, places: int) -> bool:
    """Whether a seat and ``places`` childcare places are free by the counters as read."""
    return course.taken < course.capacity and places <= course.childcare_left


def promotion_ends(course: Course) -> datetime | None:
    """Return the instant from which nobody moves up any more; None while no session is entered."""
    if course.starts_at is None:
        return None
    return course.starts_at - timedelta(hours=course.promotion_stops_hours)


def promotion_is_over(course: Course, now: datetime) -> bool:
    """Whether the course begins too soon, or has begun, for anybody to move up."""
    ends = promotion_ends(course)
    return ends is not None and ends <= now


def has_seats_to_give(course: Course, now: datetime) -> bool:
    """Whether a seat is free, people wait, and only staff can bring them together any more."""
    return (
        course.status == Course.Status.PUBLISHED
        and course.waiting > 0
        and course.taken < course.capacity
        and promotion_is_over(course, now)
        and course.state_at(now) is not CourseState.OVER
    )


def why_not(course: Course, *, places: int, now: datetime, any_time: bool) -> Refusal:
    """Return why no claim for ``places`` children can be had of the course as just read."""
    state = course.state_at(now)
    if any_time and state in _WINDOW:
        state = CourseState.OPEN
        if course.taken >= course.capacity:
            return Full()
    if state is CourseState.OPEN:
        return ChildcareFull() if places > course.childcare_left else PromotionStopped()
    return refusal_of(state)


def _room_for(places: int) -> dict[str, Any]:
    """Return the conditions under which a seat and ``places`` childcare places are free."""
    room: dict[str, Any] = {"taken__lt": F("capacity")}
    if places:
        room["childcare_capacity__gte"] = F("childcare_taken") + places
    return room


def _add(courses: QuerySet[Course], *, seat: int, places: int) -> int:
    added = {"taken": F("taken") + seat}
    if places:
        added["childcare_taken"] = F("childcare_taken") + places
    return courses.update(**added)
