"""Where a course stands, as a word and a tone, for readers and staff alike.

``state_at`` says the state; how it is called also depends on who gets the seats: where lots are
drawn or staff choose, it is applications that are open.
"""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from events.models import Course, CourseState


@dataclass(frozen=True, slots=True)
class Standing:
    """A state with its word for this course; ``value`` is the state's own."""

    value: str
    label: str


def state_words(course: Course, state: CourseState) -> str:
    """Return the word for the course's state."""
    if course.admission != Course.Admission.FIRST_COME:
        if state is CourseState.OPEN:
            return _("applications open")
        if state is CourseState.CLOSED:
            return _("applications closed")
    return str(state.label)


def standing_of(course: Course, now: datetime) -> Standing:
    """Return where the course stands at ``now``."""
    state = course.state_at(now)
    return Standing(str(state.value), state_words(course, state))


def admission_words(course: Course) -> str:
    """Return who gets the seats as a tag; nothing where the first to come do."""
    return {
        Course.Admission.LOTTERY: _("Seats by lottery"),
        Course.Admission.APPROVAL: _("Seats after a choice"),
    }.get(Course.Admission(course.admission), "")


def extra_tags(course: Course, state: CourseState) -> list[dict[str, str]]:
    """Return the tags of a course that tell of its running, its draw, its going ahead."""
    tags = []
    if course.takes_registrations and state in {CourseState.OPEN, CourseState.NOT_YET}:
        words = admission_words(course)
        tags += [{"label": words, "tone": "info"}] if words else []
    if state is CourseState.RUNNING:
        tags.append({"label": _("Running"), "tone": "info"})
    if is_going_ahead(course, state):
        tags.append({"label": _("Goes ahead"), "tone": "success"})
    return tags


def is_going_ahead(course: Course, state: CourseState) -> bool:
    """Whether readers are told that the course takes place: it had a minimum, and is to come."""
    before = {CourseState.OPEN, CourseState.FULL, CourseState.CLOSED}
    return course.minimum > 0 and course.is_decided and state in before


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
