"""What a process keeps of feeds is read again when it changed, and never a moment longer."""

import pytest
from django.db import transaction
from django.utils import timezone

from cms.calendars import memory
from cms.calendars.feeds import CombinedFeed
from cms.calendars.stamps import StampedFeed, raise_stamps

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _nothing_kept():
    memory.forget()
    yield
    memory.forget()


class Counted:
    """Lines, and how often they were read."""

    def __init__(self, *lines: str) -> None:
        self.lines, self.reads = list(lines), 0

    def __call__(self) -> list[str]:
        self.reads += 1
        return self.lines


def read(*feeds: StampedFeed) -> list[str]:
    """Return what somebody who asks now is sent."""
    combined = CombinedFeed(feeds)
    combined.state()
    return list(combined.events())


def test_only_the_feed_that_changed_is_read_again():
    one, two = Counted("a"), Counted("b")
    feeds = StampedFeed(["x.one"], one), StampedFeed(["x.two"], two)
    raise_stamps("x.one", "x.two")
    assert read(*feeds) == read(*feeds) == ["a", "b"]
    two.lines = ["b", "c"]
    raise_stamps("x.two")
    assert read(*feeds) == ["a", "b", "c"]
    assert (one.reads, two.reads) == (1, 2)


def test_the_clock_counts_too():
    hours, lines = ["1"], Counted("a")
    feed = StampedFeed(["x.one"], lines, lambda version: (hours[-1], timezone.now()))
    raise_stamps("x.one")
    read(feed)
    hours.append("2")
    lines.lines = ["a", "appeared"]
    assert read(feed) == ["a", "appeared"]


def test_what_failed_or_is_empty_is_asked_again():
    lines = Counted()
    raise_stamps("x.one")
    feed = StampedFeed(["x.one"], lines)
    assert read(feed) == []
    lines.lines = ["mended"]
    assert read(feed) == ["mended"]


def test_nothing_is_kept_inside_a_transaction():
    lines = Counted("never committed")
    feed = StampedFeed(["x.one"], lines)
    raise_stamps("x.one")
    with transaction.atomic():
        raise_stamps("x.one")
        assert read(feed) == ["never committed"]
        transaction.set_rollback(True)
    lines.lines = ["committed"]
    raise_stamps("x.one")
    assert read(feed) == ["committed"]


def test_feeds_least_lately_asked_for_go_first(monkeypatch):
    monkeypatch.setattr(memory, "LIMIT", 25)
    reads = {name: Counted(name * 10) for name in "abc"}
    for name in "abab":
        memory.kept(name, "1", reads[name])
    memory.kept("c", "1", reads["c"])
    memory.kept("b", "1", reads["b"])
    memory.kept("a", "1", reads["a"])
    assert {name: one.reads for name, one in reads.items()} == {"a": 2, "b": 1, "c": 1}
