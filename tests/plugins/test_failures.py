"""A contribution that raises: named in the log and left out on a site, raised in tests."""

import logging
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.template import Context

from cms.calendars import sources as calendars
from cms.files.views import may_read
from cms.health.checks import results
from cms.jobs import schedule
from cms.jobs.host import Job
from cms.jobs.models import ScheduledRun
from cms.search.sources import of_record
from cms.templatetags.site import body_parts
from plugins import registry
from plugins.api import (
    CalendarSource,
    ContentBlock,
    DashboardCard,
    FeedState,
    HealthCheck,
    MemberCard,
    PrivateFileKind,
    ScheduledJob,
    SearchSource,
)
from plugins.recovery import place_of
from tests.cms.conftest import contribute

__all__ = ["contribute"]

pytestmark = pytest.mark.django_db


def broken(*_arguments):
    raise ZeroDivisionError("a mistake")


def breaking(*_arguments):
    """Raise only when the answer is read."""
    yield from ()
    broken()


class BrokenFeed:
    state = events = broken


class HalfFeed:
    """A feed whose events break off in the middle."""

    def state(self):
        return FeedState(version="1", last_modified=calendars.BEGINNING)

    def events(self):
        yield "BEGIN:VEVENT\r\nUID:1\r\nEND:VEVENT\r\n"
        broken()


def personal_page(client_of_member, _staff):
    page = client_of_member.get("/my/")
    return page.status_code, "members.bad" in page.text


def dashboard(_member, staff):
    page = staff("coordinator").get("/admin/")
    return page.status_code, "members.bad" in page.text


def calendar(member, _staff):
    page = member.get("/calendar.ics")
    return page.status_code, "VEVENT" in page.text and "UID:1\r\n" in page.text


def own_calendar(member, _staff):
    feed = calendars.personal_feed(member.member)
    feed.state()
    return 200, any("UID:1\r\n" in event for event in feed.events())


def subscribing(member, _staff):
    page = member.get("/calendar/")
    return page.status_code, "members.bad" in page.text


def searching(member, _staff):
    source = registry.contribution(SearchSource, "members.bad")
    return 200, bool(of_record("members", source, member.member))


def health(_member, _staff):
    return 200, results()["members.bad"] != "Failed: ZeroDivisionError."


def job(_member, _staff):
    schedule.run_if_due(
        Job(key="members.bad", run=f"{__name__}.broken", every=timedelta(minutes=1))
    )
    return 200, not ScheduledRun.objects.get(job="members.bad").error


def page_body(_member, _staff):
    child = SimpleNamespace(block_type="bad", block=None, render=broken)
    body = type("Body", (list,), {"raw_data": []})([child])
    return 200, bool(body_parts(Context(), body))


def private_file(member, _staff):
    return 200, may_read(member.member, SimpleNamespace(kind="members.bad"))


def calendar_source(**calls):
    return CalendarSource(key="members.bad", label="members.bad", **calls)


CARD = {"key": "members.bad", "template": "cms/admin/card.html"}
CASES = {
    "staff card": (DashboardCard(context=broken, **CARD), dashboard),
    "staff card's template": (
        DashboardCard(key="members.bad", template="no.html", context=lambda request: {}),
        dashboard,
    ),
    "member card": (MemberCard(context=broken, **CARD), personal_page),
    "calendar": (calendar_source(public=broken), calendar),
    "calendar's feed": (calendar_source(public=BrokenFeed), calendar),
    "calendar's events": (calendar_source(public=HalfFeed), calendar),
    "own calendar": (calendar_source(personal=broken), own_calendar),
    "own calendar's events": (calendar_source(personal=lambda user: HalfFeed()), own_calendar),
    "calendar addresses": (calendar_source(addresses=breaking), subscribing),
    "search": (SearchSource(key="members.bad", model="members.User", documents=broken), searching),
    "search, read late": (
        SearchSource(key="members.bad", model="members.User", documents=breaking),
        searching,
    ),
    "health": (HealthCheck(key="members.bad", check=broken), health),
    "job": (ScheduledJob(key="members.bad", run="a.b", every=timedelta(minutes=1)), job),
    "block": (ContentBlock(key="members.bad", name="bad", block="a.b"), page_body),
    "private file": (
        PrivateFileKind(key="members.bad", label="", extensions=(), max_bytes=1, may_read=broken),
        private_file,
    ),
}
# The worker and the probe must outlive any job and any check, in tests too.
NEVER_RAISED = {"health", "job"}


@pytest.mark.parametrize("case", CASES)
def test_on_a_site_it_is_named_and_left_out(
    case, contribute, settings, caplog, member_client, staff_client
):
    given, visit = CASES[case]
    settings.PLUGINS_RAISE = False
    contribute(given)
    with caplog.at_level(logging.ERROR, "pumasi.plugins"):
        assert visit(member_client, staff_client) == (200, False)
    said = {record.getMessage() for record in caplog.records if record.name == "pumasi.plugins"}
    assert said, "nothing was logged"
    for line in said:
        assert line.startswith("Plug-in members: its contribution members.bad failed at /")
        assert line.endswith(" and was left out. Mend it.")


@pytest.mark.parametrize("case", sorted(CASES.keys() - NEVER_RAISED))
def test_in_tests_it_is_raised(case, contribute, member_client, staff_client):
    given, visit = CASES[case]
    contribute(given)
    with pytest.raises(Exception, match=r"a mistake|no\.html"):
        visit(member_client, staff_client)


def test_the_log_names_file_and_way_out(monkeypatch, settings, caplog, tmp_path, plugin):
    from plugins.survey import make_survey

    (tmp_path / "cards.py").write_text("def context(request):\n    return [][0]\n")
    code: dict = {}
    exec(compile((tmp_path / "cards.py").read_text(), tmp_path / "cards.py", "exec"), code)
    card = DashboardCard(key="one.card", template="a.html", context=code["context"])
    found = make_survey([plugin("one", card, path=str(tmp_path))])
    monkeypatch.setattr(registry, "registry", lambda: found)
    settings.PLUGINS_RAISE = False
    with caplog.at_level(logging.ERROR, "pumasi.plugins"):
        assert registry.guarded(card, card.context, None) is None
    [record] = caplog.records
    assert record.getMessage() == (
        f"Plug-in one: its contribution one.card failed at {tmp_path}/cards.py:2 and was left "
        "out. Mend it, or run `manage.py plugins disable one`."
    )
    assert record.exc_info[0] is IndexError


def test_the_place_is_the_plugins_own_though_a_library_raised(tmp_path):
    import json

    with pytest.raises(ValueError, match="Expecting") as raised:
        json.loads("{")
    inside = place_of(raised.value, within=__file__.rpartition("/")[0])
    assert inside.startswith(f"{__file__}:")
    assert "/json/" in place_of(raised.value)


def test_a_kind_of_file_nobody_speaks_for_is_not_read(member):
    assert may_read(member, SimpleNamespace(kind="gone.attachment")) is False
