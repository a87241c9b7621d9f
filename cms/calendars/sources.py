"""The calendars of all enabled plug-ins together."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from cms.calendars.feeds import CombinedFeed
from cms.calendars.stamps import BEGINNING, StampedFeed, raise_stamps
from plugins.api import CalendarAddress, CalendarFeed, CalendarSource, FeedState
from plugins.registry import contributions, guarded

COLOUR = "darkgreen"
SWITCHES = "plugins.switches"


def public_feed() -> CombinedFeed:
    """Return everything public; switching a plug-in changes it, never turns it back in time."""
    return _combined(
        _feed(source, source.public) for source in contributions(CalendarSource) if source.public
    )


def personal_feed(user: Any) -> CombinedFeed:
    """Return the dates of one member."""
    return _combined(
        _feed(source, source.personal, user)
        for source in contributions(CalendarSource)
        if source.personal
    )


def public_addresses() -> list[CalendarAddress]:
    """Return the narrower public feeds plug-ins offer, in their order."""
    found: list[CalendarAddress] = []
    for source in contributions(CalendarSource):
        if source.addresses:
            found += guarded(source, _listed, source.addresses) or ()
    return found


def public_name() -> str:
    """Return the name programs show for the public calendar, in the site's main language."""
    with translation.override(settings.LANGUAGE_CODE):
        return _("%(site)s: all dates") % {"site": settings.WAGTAIL_SITE_NAME}


def personal_name() -> str:
    """Return the name programs show for a member's calendar, in the site's main language."""
    with translation.override(settings.LANGUAGE_CODE):
        return _("%(site)s: my dates") % {"site": settings.WAGTAIL_SITE_NAME}


@dataclass(frozen=True)
class GuardedFeed:
    """A plug-in's feed in which nothing raises: what fails is logged and left out."""

    source: CalendarSource
    feed: Any
    """A CalendarFeed; one with stamps may also have a clock."""

    def state(self) -> FeedState:
        """Return the feed's own state, or one that says it was left out."""
        return guarded(self.source, self.feed.state) or LEFT_OUT

    def clock(self, version: str) -> tuple[str, datetime]:
        """Return what the feed says of the clock, or that it was left out."""
        found: tuple[str, datetime] | None = guarded(self.source, self.feed.clock, version)
        return found or (LEFT_OUT.version, BEGINNING)

    def events(self) -> Iterable[str]:
        """Return all the feed's events, or none."""
        return guarded(self.source, _listed, self.feed.events) or ()


LEFT_OUT = FeedState(version="left out", last_modified=BEGINNING)


def _listed(call: Callable[[], Iterable[Any]]) -> list[Any]:
    # A generator raises when it is read, not when it is made.
    return list(call())


def _feed(
    source: CalendarSource, make: Callable[..., CalendarFeed], *args: Any
) -> CalendarFeed | None:
    feed: CalendarFeed | None = guarded(source, make, *args)
    if feed is None:
        return None
    safe = GuardedFeed(source, feed)
    # Stamped feeds are asked for their state together, in one query.
    if isinstance(feed, StampedFeed):
        return StampedFeed(feed.keys, safe.events, feed.clock and safe.clock)
    return safe


def _combined(feeds: Iterable[CalendarFeed | None]) -> CombinedFeed:
    return CombinedFeed([feed for feed in feeds if feed is not None], stamps=[SWITCHES])


def on_switch(**_kwargs: Any) -> None:
    """Raise the stamp of the joint feeds: their Last-Modified must not follow a feed that goes."""
    raise_stamps(SWITCHES)
