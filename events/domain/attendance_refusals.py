"""Why somebody could not be checked in, in words for who stands at the door."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from events.domain.refusals import Refusal


class NotOnList(Refusal):
    """The registration is for another course, or there is none."""

    code = "not_on_list"
    message = _("Not on the list of this class. Look for the name, or register on the spot.")


class NoSeat(Refusal):
    """On the waiting list, not drawn yet, or only offered a seat."""

    code = "no_seat"
    message = _("On the waiting list, without a seat. Let them in if a seat is left.")


class NotHeld(Refusal):
    """The session or the course was cancelled, or is not published."""

    code = "not_held"
    message = _("This session does not take place.")


class TooEarly(Refusal):
    """Hours before the session begins."""

    code = "too_early"
    message = _("Check-in opens two hours before the session begins.")


class AlreadyIn(Refusal):
    """The person is in; or the device's key stands for something else."""

    code = "already_in"
    message = _("This check-in was entered before, for somebody else.")


class NothingToUndo(Refusal):
    """The check-in was taken back already, perhaps at another door."""

    code = "nothing_to_undo"
    message = _("There is no check-in to change any more.")


class NotEndedYet(Refusal):
    """The list is closed after the session, not during it."""

    code = "not_ended_yet"
    message = _("The session has not ended yet.")


class WrongCode(Refusal):
    """Not the code on the wall, or not at its time: which of them is not said."""

    code = "wrong_code"
    message = _(
        "That code is not right. Check the six digits on the wall, or ask a member of staff."
    )


class TooManyChildren(Refusal):
    """More children than childcare places were registered."""

    code = "too_many_children"

    def __init__(self, places: int) -> None:
        super().__init__(
            ngettext(
                "%(places)d childcare place is registered, no more.",
                "%(places)d childcare places are registered, no more.",
                places,
            )
            % {"places": places}
        )
