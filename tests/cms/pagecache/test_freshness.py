import time
from datetime import UTC, datetime, timedelta

from django.utils import timezone

from cms import pagecache
from cms.pagecache.freshness import bounded, next_midnight


def test_until_shortens_the_life_of_a_page_to_the_first_instant():
    now = timezone.now()
    with bounded(3600) as bound:
        pagecache.until(None, now + timedelta(minutes=9), None, now + timedelta(minutes=5))
        pagecache.until(None, now + timedelta(minutes=7))
    assert bound.at == (now + timedelta(minutes=5)).timestamp()


def test_until_does_not_mind_the_past_nor_being_outside():
    pagecache.until(None, timezone.now())
    with bounded(30) as bound:
        before = bound.at
        pagecache.until(None, timezone.now() - timedelta(days=1))
    assert bound.at == before


def test_bound_ends_at_midnight_in_seoul(monkeypatch):
    late = datetime(2026, 11, 22, 14, 59, 30, tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: late)
    monkeypatch.setattr(time, "time", late.timestamp)
    assert datetime.fromtimestamp(next_midnight(), UTC) == datetime(2026, 11, 22, 15, tzinfo=UTC)
    with bounded(60) as bound:
        assert bound.at == late.timestamp() + 30
