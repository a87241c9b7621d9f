"""What a member may still do about a registration, and what the page shows of it."""

from datetime import datetime
from typing import Any

from cms.questions.rendering import answered
from events.domain.deadlines import cancel_until, is_late, late_in_words
from events.domain.offers import is_open
from events.models import CourseState, Registration
from events.questions import asked_of
from events.rows import short_moment

_PAST = {CourseState.OVER, CourseState.CANCELLED}


def can_change(registration: Registration, now: datetime) -> bool:
    """Whether there is anything to change and still time to."""
    course = registration.course
    return (
        registration.is_live
        and bool(registration.form or course.childcare_capacity)
        and course.state_at(now) not in _PAST
        and not is_late(registration, now)
    )


def standing(registration: Registration, now: datetime) -> dict[str, Any]:
    """Return the part of the registration's page that depends on its state and the clock."""
    course = registration.course
    is_on = course.state_at(now) not in _PAST
    late = registration.is_live and is_on and is_late(registration, now)
    until = cancel_until(course)
    return {
        "can_cancel": registration.is_live and is_on and not late,
        "can_change": can_change(registration, now),
        "late_words": late_in_words(course) if late else "",
        "cancel_until": short_moment(until) if registration.is_confirmed and until else "",
        "is_offered": registration.state == Registration.State.OFFERED and is_on,
        "can_accept": is_open(registration, now) and is_on,
        "offer_ends": short_moment(registration.offer_expires_at),
        "is_applied": registration.state == Registration.State.APPLIED,
        "is_declined": registration.state == Registration.State.DECLINED,
        "closes": short_moment(course.registration_closes_at),
        "children": list(registration.children.all()),
        "answered": answered(asked_of(registration), registration.answers),
        "online_url": course.online_url if registration.is_seated and is_on else "",
    }
