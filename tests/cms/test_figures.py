"""Figures by month: measured while open, kept once closed, whatever becomes of the plug-in."""

import logging
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.figures.models import Figure
from cms.figures.months import Cell, close_months, closed_months, last_day, programmes_in
from plugins.api import ReportMetric
from plugins.registry import registry
from plugins.state import remember
from tests.cms.conftest import contribute

__all__ = ["contribute"]

pytestmark = pytest.mark.django_db
SEOUL = ZoneInfo("Asia/Seoul")
NOW = datetime(2026, 11, 10, 9, tzinfo=SEOUL)
OCTOBER = date(2026, 10, 1)


@pytest.fixture
def lent(contribute, monkeypatch):
    """A plug-in that lent as many toys as ``lent["number"]``; no other has any metrics."""
    number = {"number": 7, "asked": []}
    monkeypatch.setitem(registry().by_kind, ReportMetric, ())

    def measure(first, last):
        number["asked"].append((first, last))
        return number["number"]

    contribute(
        ReportMetric(key="toys.lent", label="Toys lent", unit="toys", measure=measure),
        label="toys",
    )
    return number


def cells():
    [programme] = programmes_in(2026, NOW)
    [row] = programme.rows
    return row


@pytest.mark.parametrize(
    ("today", "latest"),
    [
        (date(2026, 11, 10), OCTOBER),
        (date(2026, 11, 9), date(2026, 9, 1)),
        (date(2027, 1, 10), date(2026, 12, 1)),
        (date(2026, 3, 10), date(2026, 2, 1)),
    ],
)
def test_a_month_is_closed_ten_days_after_its_end(today, latest):
    found = list(closed_months(today))
    assert found[0] == latest
    assert len(found) in {23, 24}


@pytest.mark.parametrize("month", range(1, 13))
def test_last_day(month):
    first = date(2028, month, 1)
    assert (last_day(first).month, last_day(first).day) == (
        month,
        [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1],
    )


def test_a_closed_month_stays_as_it_was_and_an_open_one_is_as_it_is(lent):
    assert close_months(NOW) == 24
    assert (OCTOBER, date(2026, 10, 31)) in lent["asked"]
    lent["number"] = 9
    assert close_months(NOW) == 0
    row = cells()
    assert row.cells == (
        *[Cell(7, is_closed=True)] * 10,
        Cell(9, is_closed=False),
        Cell(None, is_closed=False),
    )
    assert row.total == 79


def test_while_its_plugin_is_off_only_what_is_kept_is_shown(lent):
    close_months(NOW)
    lent["asked"].clear()
    remember(frozenset({"toys"}))
    Figure.objects.filter(month=OCTOBER).delete()
    assert close_months(NOW) == 0
    row = cells()
    assert row.cells[8:] == (Cell(7, is_closed=True), *[Cell(None, is_closed=False)] * 3)
    assert lent["asked"] == []
    Figure.objects.all().delete()
    assert programmes_in(2026, NOW) == []


def test_once_its_plugin_is_gone_it_stands_under_the_words_of_its_day(lent, monkeypatch):
    close_months(NOW)
    monkeypatch.setitem(registry().by_kind, ReportMetric, ())
    [programme] = programmes_in(2026, NOW)
    assert (programme.name, programme.rows[0].label) == ("toys", "Toys lent")
    assert programme.rows[0].cells[9] == Cell(7, is_closed=True)


def test_a_metric_that_fails_is_named_left_out_and_tried_again(lent, settings, caplog):
    settings.PLUGINS_RAISE = False
    lent["number"] = None
    del lent["asked"]
    with caplog.at_level(logging.ERROR, "pumasi.plugins"):
        assert close_months(NOW) == 0
    assert "its contribution toys.lent failed at " in caplog.text
    lent |= {"number": 3, "asked": []}
    assert close_months(NOW) == 24


def test_who_may_read_the_page_and_what_it_says(lent, staff_client):
    client = staff_client("accountant")
    page = client.get(reverse("figures:index"))
    assert page.status_code == 200
    assert "Toys lent" in page.text
    assert "(7)" in page.text
    assert reverse("figures:index") in client.get("/admin/").text
    assert client.get(reverse("figures:year", args=[1999])).status_code == 404
    assert staff_client("editor").get(reverse("figures:index")).status_code == 302


def test_the_page_costs_the_same_for_few_figures_and_for_many(lent, staff_client):
    client = staff_client("accountant")
    counts = []
    for kept in (1, 3, 24):
        Figure.objects.all().delete()
        close_months(NOW)
        keep = Figure.objects.order_by("-month").values("pk")[:kept]
        Figure.objects.exclude(pk__in=list(keep.values_list("pk", flat=True))).delete()
        client.get(reverse("figures:index"))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("figures:index"))
        counts.append(len(queries))
    assert len(set(counts)) == 1
