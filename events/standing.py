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


def counts_seats(course: Course, state: CourseState) -> bool:
    """Whether "seats taken of seats there are" says something: before a draw none is taken."""
    before_draw = state in {CourseState.OPEN, CourseState.NOT_YET}
    is_lottery = course.admission == Course.Admission.LOTTERY
    return course.takes_registrations and not (is_lottery and before_draw)


def is_going_ahead(course: Course, state: CourseState) -> bool:
    """Whether readers are told that the course takes place: it had a minimum, and is to come."""
    before = {CourseState.OPEN, CourseState.FULL, CourseState.CLOSED}
    return course.minimum > 0 and course.is_decided and state in before
