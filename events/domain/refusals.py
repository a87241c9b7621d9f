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


class ChangedMeanwhile(Refusal):
    """It is no longer what was looked at: somebody else changed it in between."""

    code = "changed_meanwhile"
    message = _("This registration was changed in the meantime. Compare, then save again.")


class ConsentNeeded(Refusal):
    """The consent to children's data was taken back while the form stood open."""

    code = "consent_needed"
    message = _("Your consent to children's data is no longer in force. Please agree again below.")


class TooLate(Refusal):
    """The course is over."""

    code = "too_late"
    message = _("This course is already over.")


class SeatsInUse(Refusal):
    """Fewer seats were asked for than are taken."""

    code = "seats_in_use"
    message = _("More people are registered than that many seats. Cancel registrations first.")


class ChildcareFull(Refusal):
    """A seat may be free, but not as many childcare places as were asked for."""

    code = "childcare_full"
    message = _(
        "There are not enough childcare places left for your children. Register without "
        "childcare, or join the waiting list with them."
    )


class ChildcareNotOffered(Refusal):
    """The course looks after no children."""

    code = "childcare_not_offered"
    message = _("There is no childcare at this course.")


class ChildOutsideAges(Refusal):
    """A child is younger or older than those who are looked after; the message says the ages."""

    code = "child_outside_ages"


class AlreadyInSeries(Refusal):
    """The person holds a place in another course of a series that allows one; it is named."""

    code = "already_in_series"
    message = _("You already hold a place in another course of this series.")


class SeriesHeldTwice(Refusal):
    """The limit of one cannot begin while people hold places in several courses of the series."""

    code = "series_held_twice"
    message = _(
        "Somebody is registered in more than one course of this series. Cancel what is too "
        "much first, then limit the series to one course for each person."
    )


class ApplyInstead(Refusal):
    """Places are drawn or given by staff: one applies, nobody queues yet."""

    code = "apply_instead"
    message = _("There is no queue for this course: apply, and everyone has the same chance.")


class TooLateToCancel(Refusal):
    """Members may not cancel any more; the message says until when they could, whom to call."""

    code = "too_late_to_cancel"


class RegistrationPaused(Refusal):
    """After several no-shows the person cannot register until the instant the message names."""

    code = "registration_paused"


class OfferEnded(Refusal):
    """The time to accept the offered seat is over, or it was never offered."""

    code = "offer_ended"
    message = _("The time to accept this seat is over. It has gone to the next in the queue.")


class PromotionStopped(Refusal):
    """A seat is free, but people wait and nobody moves up any more so shortly before the start."""

    code = "promotion_stopped"
    message = _("The last seats are given out by the centre now. Please call us.")


class NotWaiting(Refusal):
    """Who is to be given a seat does not wait for one any more."""

    code = "not_waiting"
    message = _("This person is not on the waiting list any more.")


class NoSeatToGive(Refusal):
    """Staff would give a seat to somebody who waits, and none is free."""

    code = "no_seat_to_give"
    message = _("No seat is free any more.")


class NotApplied(Refusal):
    """What is to be decided is not an application any more."""

    code = "not_applied"
    message = _("This application has already been decided or withdrawn.")


class ChildcareInUse(Refusal):
    """Fewer childcare places were asked for than are taken."""

    code = "childcare_in_use"
    message = _("More childcare places are taken than that. Cancel or change registrations first.")


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


class NotInThisState(Refusal):
    """An outreach request has moved on, so that this step no longer follows."""

    code = "not_in_this_state"
    message = _("The request has moved on in the meantime. Please look at it again.")


class ProposalGone(Refusal):
    """The date was answered already, replaced by another, or has passed."""

    code = "proposal_gone"
    message = _("This date is no longer on offer. Please look at the request again.")


class NotHeldYet(Refusal):
    """The class has not taken place yet."""

    code = "not_held_yet"
    message = _("The class has not taken place yet.")


class CountedByName(Refusal):
    """People register for the course, so each one's attendance is kept instead of a number."""

    code = "counted_by_name"
    message = _("People registered for this class: enter who came, not how many.")


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
