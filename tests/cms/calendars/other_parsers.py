"""Two independent readers of iCalendar, for reading back what the site writes."""

import warnings

import ics
import vobject


def by_vobject(data: bytes) -> list:
    """Return the VEVENT components as ``vobject`` reads them."""
    return vobject.readOne(data.decode()).contents.get("vevent", [])


def by_ics(data: bytes) -> set:
    """Return the events as ``ics`` reads them."""
    with warnings.catch_warnings():
        # The library passes maxsplit by position.
        warnings.simplefilter("ignore", DeprecationWarning)
        return ics.Calendar(data.decode()).events
