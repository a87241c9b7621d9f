"""Feeds over HTTP: a head by the library, ready VEVENTs joined, conditional answers.

The ETag is made of the feed's state and of everything else that shapes its bytes, so
an unchanged feed is answered 304 without reading one event. The state is read before
the events: a change between the two costs a reader one needless fetch, never a miss.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache, lru_cache
from itertools import chain, zip_longest

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, http_date
from icalendar import Calendar, Timezone, vDuration

from cms.calendars.entries import SEOUL, one_line
from cms.calendars.memory import kept
from cms.calendars.stamps import StampedFeed, read_stamps
from plugins.api import CalendarFeed, FeedState

PRODID = "-//Pumasi//Calendar 1//KO"
EVERY = timedelta(hours=6)
CONTENT_TYPE = "text/calendar; charset=utf-8"

# Korea has kept one offset since 1988; the bounds only keep the zone short.
_ZONE_FROM, _ZONE_TO = date(2000, 1, 1), date(2100, 1, 1)


@dataclass
class CombinedFeed:
    """Several feeds as one; they must not share events."""

    feeds: Sequence[CalendarFeed]
    stamps: Sequence[str] = ()
    """Stamps that count beside the feeds' own, e.g. of what decides which feeds there are."""

    _versions: list[str] = field(default_factory=list, init=False)

    def state(self) -> FeedState:
        """Return the joint state; one query for all stamped feeds, one for each other feed."""
        stamped = [feed for feed in self.feeds if isinstance(feed, StampedFeed)]
        stamps = read_stamps({*self.stamps, *chain.from_iterable(feed.keys for feed in stamped)})
        states = [
            feed.state_by(stamps) if isinstance(feed, StampedFeed) else feed.state()
            for feed in self.feeds
        ]
        self._versions = [state.version for state in states]
        own = StampedFeed(self.stamps, list).state_by(stamps)
        return FeedState(
            # Which feeds there are counts too: one may come or go without a stamp.
            version="|".join([str(len(self.feeds)), own.version, *self._versions]),
            last_modified=max(state.last_modified for state in (own, *states)),
        )

    def events(self) -> Iterable[str]:
        """Yield the events of one feed after the other; only what changed is read again."""
        return chain.from_iterable(
            kept(" ".join(feed.keys), version, feed.events)
            if isinstance(feed, StampedFeed) and version
            else feed.events()
            for feed, version in zip_longest(self.feeds, self._versions)
        )


def feed_response(
    request: HttpRequest,
    feed: CalendarFeed,
    *,
    name: str,
    colour: str = "",
    noindex: bool = False,
    refresh: timedelta = EVERY,
) -> HttpResponse:
    """Answer with the feed as a calendar called ``name``, or 304.

    ``colour`` is a CSS colour name (RFC 7986, 5.9); ``noindex`` marks a personal feed,
    kept out of search engines and shared caches; ``refresh`` is how often programs are
    asked to look again. GET and HEAD only; anything else is answered 405.
    """
    if request.method not in {"GET", "HEAD"}:
        return HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
    state = feed.state()
    head, tail = frame(name, colour, refresh)
    etag = f'"{hashlib.sha256(f"{state.version}\n{head}".encode()).hexdigest()[:32]}"'
    modified = int(state.last_modified.timestamp())
    response = get_conditional_response(request, etag=etag, last_modified=modified)
    if response is None:
        # Whole before the first byte goes out: a feed that broke off half-way would take the
        # other half of somebody's dates away. Encoded line by line, it is never there twice.
        body = b"".join(map(str.encode, chain((head,), feed.events(), (tail,))))
        response = HttpResponse(body, content_type=CONTENT_TYPE)
        response["Content-Disposition"] = content_disposition_header(
            as_attachment=False, filename=f"{one_line(name)}.ics"
        )
    response["ETag"] = etag
    response["Last-Modified"] = http_date(modified)
    response["Cache-Control"] = "private, no-cache" if noindex else "public, no-cache"
    if noindex:
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Referrer-Policy"] = "no-referrer"
    return response


@lru_cache(maxsize=256)
def frame(name: str, colour: str = "", refresh: timedelta = EVERY) -> tuple[str, str]:
    """Return what stands before and after the events, METHOD-less as feeds must be."""
    calendar = new_calendar()
    title = one_line(name)
    calendar.add("name", title)
    calendar.add("x-wr-calname", title)
    calendar.add("x-wr-timezone", SEOUL.key)
    if colour:
        calendar.add("color", one_line(colour))
    calendar.add("refresh-interval", refresh, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(refresh))
    text = calendar.to_ical().decode("utf-8")
    end = "END:VCALENDAR\r\n"
    return text.removesuffix(end), end


def new_calendar() -> Calendar:
    """Return an empty calendar with its product, version and time zone."""
    calendar = Calendar()
    calendar.add("prodid", PRODID)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add_component(_zone())
    return calendar


@cache
def _zone() -> Timezone:
    """Return Seoul's zone: the library asks each day of a century for it, some 20 ms."""
    zone = Timezone.from_tzinfo(SEOUL, first_date=_ZONE_FROM, last_date=_ZONE_TO)
    zone.pop("COMMENT", None)
    return zone
