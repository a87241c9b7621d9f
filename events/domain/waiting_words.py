"""Why nobody moves up from the queue, in one sentence for staff."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.domain.letters import moment
from events.domain.seats import has_seats_to_give, promotion_ends, promotion_is_over
from events.models import Course, Registration


def why_nobody_moves_up(course: Course, now: datetime) -> str:
    """Return the one reason that holds for the queue at ``now``, "" where nobody waits."""
    if not course.waiting:
        return ""
    if course.status != Course.Status.PUBLISHED:
        return {
            Course.Status.CANCELLED: _("Nobody moves up: the course has been cancelled."),
            Course.Status.DRAFT: _("Nobody moves up: the course is not published."),
        }[Course.Status(course.status)]
    if promotion_is_over(course, now):
        why = _("Nobody moves up since %(when)s: it is too close to the start.") % {
            "when": moment(promotion_ends(course))
        }
        return f"{why} {_to_be_given(course, now)}".strip()
    if course.taken < course.capacity:
        return _why_not_with_seats(course)
    return _why_not_without_seats(course)


def _to_be_given(course: Course, now: datetime) -> str:
    if not has_seats_to_give(course, now):
        return ""
    return ngettext(
        "%(number)s seat is free: call those who wait, and give it to whom you reach.",
        "%(number)s seats are free: call those who wait, and give them to whom you reach.",
        course.seats_left,
    ) % {"number": course.seats_left}


def _why_not_without_seats(course: Course) -> str:
    ends = (
        course.registrations.filter(state=Registration.State.OFFERED)
        .order_by("offer_expires_at")
        .values_list("offer_expires_at", flat=True)
    )
    if ends:
        return ngettext(
            "Nobody moves up: %(number)s seat is offered, until %(when)s.",
            "Nobody moves up: %(number)s seats are offered, the first until %(when)s.",
            len(ends),
        ) % {"number": len(ends), "when": moment(ends[0])}
    return _("Nobody moves up: no seat is free.")


def _why_not_with_seats(course: Course) -> str:
    left = course.childcare_left
    fits = course.registrations.filter(
        state=Registration.State.WAITING, childcare_places__lte=left
    ).exists()
    if fits:
        return _("A seat is free: the next in the queue moves up within a minute.")
    return _(
        "Nobody moves up: seats are free, but all who wait need more childcare places than "
        "the %(left)s that are left."
    ) % {"left": left}
