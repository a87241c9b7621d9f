"""Invitations by mail (iTIP, RFC 5546; iMIP, RFC 6047).

A person who registers on the site has already said yes: the invitation carries
PARTSTAT=ACCEPTED and asks for no reply, since nobody reads the organiser's mailbox.
"""

from email.utils import parseaddr
from typing import Literal

from django.conf import settings
from icalendar import vCalAddress

from cms.calendars.entries import CalendarEntry, event, one_line
from cms.calendars.feeds import new_calendar
from plugins.api import Attachment


def invitation(
    entry: CalendarEntry,
    *,
    method: Literal["REQUEST", "CANCEL"] = "REQUEST",
    attendee_email: str,
    attendee_name: str,
    sequence: int | None = None,
) -> Attachment:
    """Return the .ics that puts ``entry`` into a person's calendar, or takes it out.

    Programs obey only what is newer than what they have: pass ``sequence`` where one
    person's invitation changes oftener than the event itself (registering again after
    cancelling), e.g. the event's plus the registration's; it defaults to the entry's.
    Raises ValueError for another method or an address that is none.
    """
    if method not in {"REQUEST", "CANCEL"}:
        raise ValueError(f"{method!r} is neither REQUEST nor CANCEL.")
    component = event(entry)
    if sequence is not None:
        component.pop("SEQUENCE")
        component.add("sequence", sequence)
    if method == "CANCEL":
        component["STATUS"] = "CANCELLED"
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    component["ORGANIZER"] = _person(address, name)
    attendee = _person(attendee_email, attendee_name)
    attendee.params.update(
        {"CUTYPE": "INDIVIDUAL", "ROLE": "REQ-PARTICIPANT", "PARTSTAT": "ACCEPTED", "RSVP": "FALSE"}
    )
    component["ATTENDEE"] = attendee
    calendar = new_calendar()
    calendar.add("method", method)
    calendar.add_component(component)
    return Attachment(
        filename="invite.ics" if method == "REQUEST" else "cancel.ics",
        content_type=f"text/calendar; charset=utf-8; method={method}",
        content=calendar.to_ical(),
    )


def _person(address: str, name: str) -> vCalAddress:
    address = one_line(address)
    if "@" not in address or any(sign in address for sign in ' ,;"<>'):
        raise ValueError(f"{address!r} is not an e-mail address.")
    person = vCalAddress(f"mailto:{address}")
    if shown := one_line(name).replace('"', "'"):
        person.params["CN"] = shown
    return person
