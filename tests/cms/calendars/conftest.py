"""A plug-in's calendar, without a plug-in."""

from dataclasses import replace

import pytest
from django.test import override_settings

from plugins import registry as registry_module
from plugins.api import CalendarAddress, CalendarSource


class MemoryFeed:
    """A feed whose state and lines a test sets by hand."""

    def __init__(self, lines=(), version="1", last_modified=None):
        from datetime import UTC, datetime

        self.lines, self.version = list(lines), version
        self.last_modified = last_modified or datetime(2026, 11, 1, 3, 4, 5, tzinfo=UTC)

    def state(self):
        from plugins.api import FeedState

        return FeedState(version=self.version, last_modified=self.last_modified)

    def events(self):
        return iter(self.lines)


@pytest.fixture
def contribute(monkeypatch):
    """Let the registry hold exactly the given contributions of their kinds, owned by members."""

    def put(*items):
        real = registry_module.registry()
        kinds = {type(item) for item in items}
        by_kind = dict(real.by_kind)
        for kind in kinds:
            by_kind[kind] = tuple(("members", item) for item in items if type(item) is kind)
        by_key = {**real.by_key, **{item.key: ("members", item) for item in items}}
        fake = replace(real, by_kind=by_kind, by_key=by_key)
        monkeypatch.setattr(registry_module, "registry", lambda: fake)

    return put


@pytest.fixture
def feed():
    return MemoryFeed()


@pytest.fixture
def source(contribute, feed):
    """The only calendar of the site: public, personal, and one narrower address."""
    personal = MemoryFeed()
    item = CalendarSource(
        key="members.dates",
        label="dates",
        public=lambda: feed,
        personal=lambda user: personal,
        addresses=lambda: [CalendarAddress(label="노동법", path="/feeds/law.ics", colour="teal")],
    )
    contribute(item)
    with override_settings(ALLOWED_HOSTS=["*"]):
        yield {"public": feed, "personal": personal}
