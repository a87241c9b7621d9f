"""What the script at the door says, in the reader's language; ``{name}`` is filled in there."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from events.models import Attendance


def door_words() -> dict[str, Any]:
    """Return the sentences by the names the script calls them."""
    return {
        "counts": _("{came} / {seats} came, {children} children"),
        "inAt": _("In at {at}"),
        "inAtWaiting": _("In at {at}, not sent yet"),
        "checkIn": _("Check in"),
        "excuse": pgettext("door", "Excused"),
        "excusedNow": _("{name} is excused."),
        "excusedWaiting": _("Excused, not sent yet"),
        "undo": pgettext("door", "Take back"),
        "children": _("{number} children"),
        "childrenOf": _("Children of {name}"),
        "checkedIn": _("{name} is checked in."),
        "already": _("{name} is already checked in, at {at}."),
        "unknownCode": _(
            "This code is not on the list. Look for the name, or note the person on paper until "
            "there is a network."
        ),
        "needsNetwork": _("A check-in that was sent is taken back or changed only with a network."),
        "offline": _("No network: {number} kept on this device and sent later by themselves."),
        "signedOut": _("You are signed out. Check-ins stay here until you are in again."),
        "signIn": _("Sign in"),
        "refused": _("The site does not take this. Load the page anew."),
        "noList": _(
            "The list is not on this device, or its time is over. Go where there is a network."
        ),
        "noCamera": _("The camera could not be opened. Type the code instead."),
        "noMatch": _("Nobody of that name."),
        "nobody": _("Nobody has a seat yet."),
        "seen": _("Seen"),
        "states": {
            state.value: str(state.label)
            for state in (Attendance.State.ABSENT, Attendance.State.EXCUSED)
        },
    }
