"""Why something could not be done, in words for the person who asked.

A refusal is raised inside the transaction it undoes. ``str(refusal)`` is a whole, kind
sentence in the reader's language.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from events.models import CourseState


class Refusal(Exception):
    """The domain says no; ``message`` says why, ``code`` names the reason for programs."""

    code = "refused"
    message: str | Promise = _("That is not possible.")

    def __init__(self, message: str | Promise | None = None) -> None:
        if message is not None:
            self.message = message
        super().__init__(self.message)

    def __str__(self) -> str:
        return str(self.message)


class NotOpenYet(Refusal):
    """Before the first instant of the registration window."""

    code = "not_open_yet"
    message = _("Registration has not opened yet.")


class Closed(Refusal):
    """At or after the closing instant, or the course is over or takes no registrations."""

    code = "closed"
    message = _("Registration has closed.")


class Full(Refusal):
    """No seat is left."""

    code = "full"
    message = _("The last seat has just been taken. You can join the waiting list.")


class SeatsFree(Refusal):
    """A seat is free, so there is nothing to wait for."""

    code = "seats_free"
    message = _("A seat is free: you can register straight away.")


class AlreadyRegistered(Refusal):
    """The person already holds a seat or a place in the queue."""

    code = "already_registered"
    message = _("You are already registered for this course.")


class Cancelled(Refusal):
    """The course does not take place."""

    code = "cancelled"
    message = _("This course has been cancelled.")


class NotRegistered(Refusal):
    """The registration is no longer live."""

    code = "not_registered"
    message = _("This registration has already been cancelled.")


class TooLate(Refusal):
    """The course is over."""

    code = "too_late"
    message = _("This course is already over.")


class SeatsInUse(Refusal):
    """Fewer seats were asked for than are taken."""

    code = "seats_in_use"
    message = _("More people are registered than that many seats. Cancel registrations first.")


class AdmissionFixed(Refusal):
    """Somebody has registered under the old way of giving out the seats."""

    code = "admission_fixed"
    message = _("People have already registered: who gets the seats can no longer be changed.")


class NothingScheduled(Refusal):
    """A course cannot be published without a session."""

    code = "nothing_scheduled"
    message = _("Enter at least one session before publishing the course.")


class StillInUse(Refusal):
    """A published course, or one with registrations, cannot be deleted."""

    code = "still_in_use"
    message = _("A course people could already see is cancelled, not deleted.")


_BY_STATE: dict[CourseState, type[Refusal]] = {
    CourseState.DRAFT: NotOpenYet,
    CourseState.NOT_YET: NotOpenYet,
    CourseState.CANCELLED: Cancelled,
    CourseState.FULL: Full,
    CourseState.OPEN: SeatsFree,
    CourseState.OVER: TooLate,
}


def refusal_of(state: CourseState) -> Refusal:
    """Return why a registration is not possible in ``state``."""
    return _BY_STATE.get(state, Closed)()
