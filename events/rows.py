"""Courses in words: one line of a list, the box of seats, the facts.

Numbers and the clock become sentences here and nowhere else: "8 seats left",
"7 waiting", "opens 12. 1.(Tue) 10:00". Views pass what these return to templates.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from cms.templatetags.design import clock, days_left, span
from events.models import Course, CourseState, Registration, Session
from events.questions import needs_form
from events.standing import counts_seats, extra_tags, is_going_ahead, state_words

Tag = Mapping[str, str]

_STANDINGS = {
    Registration.State.CONFIRMED: "mine",
    Registration.State.WAITING: "queued",
    Registration.State.OFFERED: "offered",
    Registration.State.APPLIED: "applied",
}
_ACTIONS = {CourseState.OPEN: "primary", CourseState.FULL: "secondary"}


def seats_in_words(course: Course, state: CourseState) -> str:
    """Return how the seats stand: "8자리 남음", "대기 7명"."""
    if state is CourseState.OPEN and course.admission != Course.Admission.FIRST_COME:
        left = max(course.seats_left, 0)
        return ngettext("%(count)s seat to give out", "%(count)s seats to give out", left) % {
            "count": left
        }
    if state is CourseState.OPEN or (state is CourseState.NOT_YET and course.seats_left):
        left = course.seats_left
        return ngettext("%(left)s seat left", "%(left)s seats left", left) % {"left": left}
    past_opening = {CourseState.FULL, CourseState.CLOSED, CourseState.RUNNING}
    if state in past_opening and course.waiting:
        waiting = course.waiting
        return ngettext("%(waiting)s waiting", "%(waiting)s waiting", waiting) % {
            "waiting": waiting
        }
    words = state_words(course, state)
    return words[:1].upper() + words[1:] if state in past_opening else words


def childcare_in_words(course: Course) -> str:
    """Return how the childcare places stand: "돌봄 4자리 남음", "돌봄 마감"."""
    left = course.childcare_left
    if not left:
        return _("childcare full")
    return ngettext("%(left)s childcare place left", "%(left)s childcare places left", left) % {
        "left": left
    }


def seats_tone(course: Course, state: CourseState) -> str:
    """Return the tone of the bar: full is a warning, not a failure."""
    return "warning" if course.taken >= course.capacity or state is CourseState.FULL else "brand"


def course_tags(course: Course, state: CourseState) -> list[Tag]:
    """Return the tags before a title: subject first, then what is special."""
    tags = [{"label": str(course.category.name_text), "tone": "brand"}]
    if course.perk:
        tags.append({"label": course.perk_text, "tone": "neutral"})
    if course.kind in {Course.Kind.ONLINE, Course.Kind.OUTREACH, Course.Kind.HYBRID}:
        tags.append({"label": str(Course.Kind(course.kind).label), "tone": "neutral"})
    if state is CourseState.CANCELLED:
        tags.append({"label": _("Cancelled"), "tone": "danger"})
    if state is CourseState.NOT_YET:
        tags.append({"label": _("Opens soon"), "tone": "info"})
    return [*tags, *extra_tags(course, state)]


def course_row(course: Course, *, now: datetime, href: str) -> dict[str, Any]:
    """Return the arguments of ``design/row.html`` for a course with its ``coming`` sessions."""
    state = course.state_at(now)
    coming: list[Session] = course.coming  # type: ignore[attr-defined]  # prefetched under this name
    session = coming[0] if coming else None
    row: dict[str, Any] = {
        "title": str(course.title_text),
        "href": href,
        "date": session.starts_at if session else course.starts_at,
        "tags": course_tags(course, state),
        "meta": " · ".join(filter(None, _row_meta(course, session, len(coming)))),
    }
    if course.takes_registrations and not counts_seats(course, state):
        row["meta"] = " · ".join(filter(None, [row["meta"], seats_in_words(course, state)]))
    if counts_seats(course, state):
        row |= {
            "value": course.taken,
            "maximum": course.capacity,
            "meter_label": seats_in_words(course, state),
            "meter_tone": seats_tone(course, state),
        }
    kind = _ACTIONS.get(state, "quiet")
    label = {
        CourseState.OPEN: register_label(course),
        CourseState.FULL: _("Join waiting list"),
    }
    return {
        **row,
        "action_label": label.get(state, _("Details")),
        "action_href": href,
        "action_kind": kind,
    }


def register_label(course: Course) -> str:
    """Return what the button says: one registers, or applies where somebody decides."""
    if is_application(course):
        return pgettext("a course", "Apply")
    return pgettext("a course", "Register")


def is_application(course: Course) -> bool:
    """Whether one applies for the course and somebody decides, instead of taking a seat."""
    return course.admission != Course.Admission.FIRST_COME


def _row_meta(course: Course, session: Session | None, count: int) -> list[str]:
    if session is not None:
        session.course = course
    more = ngettext("%(count)s session", "%(count)s sessions", count) % {"count": count}
    return [
        f"{clock(session.starts_at)}–{clock(session.ends_at)}" if session else "",
        session.place_text if session else course.place_text,
        str(course.lecturer_text),
        more if count > 1 else "",
    ]


def short_moment(instant: datetime | None) -> str:
    """Return ``11. 24.(화) 18:00``: the year goes without saying for what is near."""
    if instant is None:
        return ""
    local = timezone.localtime(instant)
    return f"{formats.date_format(local, 'MONTH_DAY_FORMAT')} {clock(local)}"


@dataclass(frozen=True, slots=True)
class SeatBox:
    """What the box beside a course shows to this reader at this instant."""

    course: Course
    state: CourseState
    registration: Registration | None
    position: int
    is_signed_in: bool
    now: datetime

    @property
    def name(self) -> str:
        """Return the reader's case: ``mine``, ``waiting``, or the course's state."""
        if self.registration is not None and self.state not in {
            CourseState.CANCELLED,
            CourseState.OVER,
        }:
            return _STANDINGS[self.registration.state]
        if self.state is CourseState.FULL and self.is_application:
            return str(CourseState.OPEN.value)
        return str(self.state.value)

    @property
    def is_open(self) -> bool:
        """Whether one can register, apply or join the queue now."""
        return self.state in _ACTIONS

    @property
    def is_application(self) -> bool:
        """Whether one applies here and somebody decides, instead of taking a seat."""
        return is_application(self.course)

    @property
    def is_draw(self) -> bool:
        return self.course.admission == Course.Admission.LOTTERY

    @property
    def needs_form(self) -> bool:
        """Whether there is anything to fill in before registering."""
        return needs_form(self.course)

    @property
    def is_offering(self) -> bool:
        """Whether seats that come free are offered and must be accepted."""
        return self.course.promotion == Course.Promotion.OFFER

    @property
    def childcare(self) -> str:
        """How the childcare places stand: "돌봄 4자리 남음"."""
        if not self.course.childcare_capacity or self.state not in {
            CourseState.OPEN,
            CourseState.FULL,
            CourseState.NOT_YET,
        }:
            return ""
        return childcare_in_words(self.course)

    @property
    def has_seats(self) -> bool:
        return counts_seats(self.course, self.state) and self.state is not CourseState.CANCELLED

    @property
    def is_lottery(self) -> bool:
        return (
            self.course.admission == Course.Admission.LOTTERY
            and self.course.takes_registrations
            and self.state not in {CourseState.DRAFT, CourseState.CANCELLED}
        )

    @property
    def is_chosen(self) -> bool:
        return self.course.admission == Course.Admission.APPROVAL and self.has_seats

    @property
    def goes_ahead(self) -> bool:
        return is_going_ahead(self.course, self.state)

    @property
    def count(self) -> str:
        return _("%(taken)s/%(capacity)s registered") % {
            "taken": self.course.taken,
            "capacity": self.course.capacity,
        }

    @property
    def seats(self) -> str:
        return " · ".join(filter(None, [seats_in_words(self.course, self.state), self.childcare]))

    @property
    def offer_ends(self) -> str:
        return short_moment(self.registration.offer_expires_at) if self.registration else ""

    @property
    def tone(self) -> str:
        return seats_tone(self.course, self.state)

    @property
    def time_left(self) -> str:
        if self.state not in {CourseState.OPEN, CourseState.FULL}:
            return ""
        return days_left(self.course.registration_closes_at)

    @property
    def opens(self) -> str:
        return short_moment(self.course.registration_opens_at)

    @property
    def closes(self) -> str:
        return short_moment(self.course.registration_closes_at)

    @property
    def title(self) -> str:
        """Return what stands in large letters where there is no button."""
        titles = {
            "mine": _("You have a seat"),
            "offered": _("A seat is kept for you until %(ends)s") % {"ends": self.offer_ends},
            "applied": _("You have applied"),
            "queued": _("You are number %(position)s in the queue") % {"position": self.position},
            "not_yet": _("Registration opens %(opens)s") % {"opens": self.opens},
            "closed": _("Registration has closed"),
            "running": _("This class is running"),
            "over": _("This course is over"),
            "cancelled": _("This course has been cancelled"),
            "walk_in": _("Just come: no registration needed"),
            "draft": _("Draft: only staff can see this"),
        }
        return titles.get(self.name, "")


def session_lines(sessions: list[Session], course: Course) -> list[dict[str, Any]]:
    """Return one line per session: when, topic, place if it is another, whether it is off."""
    lines = []
    for session in sessions:
        session.course = course
        elsewhere = bool(session.venue_id or session.room)
        lines.append(
            {
                "when": span(session.starts_at, session.ends_at),
                "topic": session.topic_text,
                "place": session.place_text if elsewhere else "",
                "cancelled": session.is_cancelled,
                "reason": session.cancel_reason,
            }
        )
    return lines


def my_row(registration: Registration, *, now: datetime, position: int) -> dict[str, Any]:
    """Return the arguments of ``design/row.html`` for one of a member's registrations."""
    course = registration.course
    coming: list[Session] = course.coming  # type: ignore[attr-defined]  # prefetched under this name
    session = coming[0] if coming else None
    href = reverse("events_my:registration", args=[registration.reference])
    return {
        "title": str(course.title_text),
        "href": href,
        "date": session.starts_at if session else course.starts_at,
        "tags": [my_tag(registration, course.state_at(now), position)],
        "meta": " · ".join(filter(None, _row_meta(course, session, len(coming)))),
        "action_label": _("Details"),
        "action_href": href,
        "action_kind": "secondary",
    }


def my_tag(registration: Registration, state: CourseState, position: int) -> Tag:
    """Return a registration's standing as a tag."""
    if registration.offer_ran_out:
        return {"label": _("Offer ended"), "tone": "neutral"}
    if registration.is_live and state is CourseState.CANCELLED:
        return {"label": _("Course cancelled"), "tone": "danger"}
    label, tone = {
        Registration.State.CANCELLED: (_("You cancelled"), "neutral"),
        Registration.State.DECLINED: (_("Not chosen"), "neutral"),
        Registration.State.WAITING: (_("Waiting, number %(n)s") % {"n": position}, "warning"),
        Registration.State.OFFERED: (_("Seat offered: please answer"), "warning"),
        Registration.State.APPLIED: (pgettext("a registration", "Applied"), "info"),
        Registration.State.CONFIRMED: (_("Confirmed"), "success"),
    }[Registration.State(registration.state)]
    return {"label": label, "tone": tone}
