"""Figures of the classes for staff and reports, over days in Seoul."""

from datetime import date

from events.models import Course, Registration
from events.queries import came_in, sessions_between


def sessions_held(first: date, last: date) -> int:
    """Return the public sessions of those days that were not cancelled."""
    sessions = sessions_between(first, last)
    return (
        sessions.filter(status="scheduled").exclude(course__status=Course.Status.CANCELLED).count()
    )


def seats_given(first: date, last: date) -> int:
    """Return the seats of courses confirmed in those days, given back since or not."""
    return Registration.objects.filter(
        confirmed_at__date__gte=first, confirmed_at__date__lte=last
    ).count()


def participants(first: date, last: date) -> int:
    """Return the adults who came to the sessions of those days, each time counted."""
    return sum(adults for adults, _children in came_in(sessions_between(first, last)).values())


def children(first: date, last: date) -> int:
    """Return the children looked after beside the sessions of those days, each time counted."""
    return sum(children for _adults, children in came_in(sessions_between(first, last)).values())
