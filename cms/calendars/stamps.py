"""Feed state in one row, so that an unchanged feed is answered without looking at its events.

Raise the stamps of every feed a change shows in, inside its transaction (also when an
event is deleted: the row remains, so Last-Modified cannot go back). Concurrent
changes queue on the row until commit, so no two committed states share a version.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import F
from django.db.models.functions import Greatest
from django.utils import timezone

from cms.calendars.models import Stamp
from plugins.api import FeedState

BEGINNING = datetime(2020, 1, 1, tzinfo=UTC)


def raise_stamps(*keys: str) -> None:
    """Say that the feeds named by ``keys`` have changed; in the caller's transaction.

    Keys are ``<plug-in>.<feed>``, e.g. ``events.public`` or ``events.category.12``.
    They are raised in sorted order, so that two changes cannot lock each other out.
    """
    now = timezone.now()
    for key in sorted(set(keys)):
        updated = Stamp.objects.filter(key=key).update(
            version=F("version") + 1, changed_at=Greatest(F("changed_at"), now)
        )
        if not updated:
            Stamp.objects.bulk_create([Stamp(key=key, changed_at=now)], ignore_conflicts=True)
            # Whoever lost the race to create it still has a change to tell.
            Stamp.objects.filter(key=key).update(version=F("version") + 1)


type Stamps = Mapping[str, tuple[int, datetime]]
"""Versions and times of change by key; a key never raised is not in it."""


def read_stamps(keys: Iterable[str]) -> Stamps:
    """Return the stamps of those keys; one query."""
    rows = Stamp.objects.filter(key__in=sorted(keys)).values_list("key", "version", "changed_at")
    return {key: (version, at) for key, version, at in rows}


@dataclass(frozen=True)
class StampedFeed:
    """A CalendarFeed: the stamps that identify it, and where its ready lines come from.

    ``lines()`` returns serialised VEVENTs, e.g.
    ``Session.objects.public().values_list("ics", flat=True)``; feeds of the same ``keys``
    have the same lines. ``clock(version)`` says what besides its stamps identifies a feed
    that changes by the clock: a word for it, and the instant it last changed.
    """

    keys: Sequence[str]
    lines: Callable[[], Iterable[str]]
    clock: Callable[[str], tuple[str, datetime]] | None = None

    def state(self) -> FeedState:
        """Return the state of the feed; one query."""
        return self.state_by(read_stamps(self.keys))

    def state_by(self, stamps: Stamps) -> FeedState:
        """Return the state of the feed by stamps already read, its own among them."""
        own = [(key, *stamps[key]) for key in sorted(self.keys) if key in stamps]
        version = " ".join(f"{key}={number}" for key, number, _at in own)
        modified = max((at for _key, _number, at in own), default=BEGINNING)
        if self.clock:
            word, at = self.clock(version)
            version, modified = f"{version} {word}", max(modified, at)
        return FeedState(version=version, last_modified=modified)

    def events(self) -> Iterable[str]:
        """Return the ready lines."""
        return self.lines()
