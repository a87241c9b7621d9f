from datetime import timedelta

import pytest
from django.utils import timezone

from cms.calendars.models import Stamp
from cms.calendars.stamps import StampedFeed, raise_stamps

pytestmark = pytest.mark.django_db


def test_raise_stamps_changes_version_and_instant():
    feed = StampedFeed(["events.public"], list)
    before = feed.state()
    raise_stamps("events.public")
    first = feed.state()
    raise_stamps("events.public", "events.category.1")
    second = feed.state()
    assert len({before.version, first.version, second.version}) == 3
    assert before.last_modified < first.last_modified <= second.last_modified


def test_raise_stamps_never_goes_back_when_a_clock_does(monkeypatch):
    raise_stamps("events.public")
    was = Stamp.objects.get()
    monkeypatch.setattr(timezone, "now", lambda: was.changed_at - timedelta(days=1))
    raise_stamps("events.public")
    now = Stamp.objects.get()
    assert (now.version, now.changed_at) == (was.version + 1, was.changed_at)


def test_raise_stamps_leaves_other_feeds_alone():
    raise_stamps("events.category.1")
    before = StampedFeed(["events.category.1"], list).state()
    raise_stamps("events.category.2")
    assert StampedFeed(["events.category.1"], list).state() == before


@pytest.mark.parametrize("keys", [["a.x"], ["a.x", "a.y", "a.z"]])
def test_stamped_feed_state_is_one_query(keys, django_assert_num_queries):
    raise_stamps(*keys)
    with django_assert_num_queries(1):
        StampedFeed(keys, list).state()
