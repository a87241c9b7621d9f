"""Figures by month: measured while open, kept once closed, whatever becomes of the plug-in."""

import logging
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.figures.models import Figure
from cms.figures.months import close_months, closed_months, programmes_in
from cms.figures.parts import tables_of
from cms.figures.rows import Cell, last_day
from plugins.api import Dimension, ReportMetric
from plugins.registry import contributions, registry
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


# --- Told apart, beside a plan ------------------------------------------------------


@pytest.fixture
def told_apart(contribute, monkeypatch):
    """A figure of two kinds of toys, three and one in each month, with a plan and its records."""
    numbers = {"wood": 3, "cloth": 1, "asked": []}
    monkeypatch.setitem(registry().by_kind, ReportMetric, ())

    def break_down(dimension, first, last):
        numbers["asked"].append((dimension, first, last))
        months = [date(first.year, month, 1) for month in range(first.month, last.month + 1)]
        return {kind: dict.fromkeys(months, numbers[kind]) for kind in ("wood", "cloth")}

    contribute(
        ReportMetric(
            key="toys.lent",
            label="Toys lent",
            unit="toys",
            measure=lambda first, last: numbers["wood"] + numbers["cloth"],
            dimensions=(
                Dimension(
                    name="kind",
                    label="Kind of toy",
                    parts=lambda: {"wood": "Wooden", "cloth": "Cloth", "paper": "Paper"},
                ),
            ),
            break_down=break_down,
            planned=lambda year, dimension: {"wood": 60} if dimension else {"": 80},
            records=lambda dimension, part, first, last: f"/toys/?{part}&{first}&{last}",
        ),
        label="toys",
    )
    return numbers


def parts(now=NOW):
    [metric] = contributions(ReportMetric)
    [table] = tables_of(metric, 2026, now)
    return {str(one.row.label): one for one in table.rows}


def test_a_result_stands_beside_its_plan_and_leads_to_its_records(told_apart):
    row = cells()
    assert (row.total, row.planned, row.percent, row.key) == (44, 80, 55.0, "toys.lent")
    assert row.records == "/toys/?&2026-01-01&2026-12-31"
    wood = parts()["Wooden"]
    assert (wood.row.total, wood.row.planned, wood.row.percent) == (33, 60, 55.0)
    assert wood.links[9] == "/toys/?wood&2026-10-01&2026-10-31"
    assert parts().keys() == {"Wooden", "Cloth"}  # of paper there is nothing, nor a plan


def test_the_parts_of_a_closed_month_stay_as_they_were(told_apart):
    assert close_months(NOW) == 24
    assert Figure.objects.exclude(dimension="").filter(month=OCTOBER).count() == 3
    told_apart |= {"wood": 9, "paper": 5}
    assert close_months(NOW) == 0
    wood = parts()["Wooden"].row
    assert wood.cells[9:] == (
        Cell(3, is_closed=True),
        Cell(9, is_closed=False),
        Cell(None, is_closed=False),
    )
    assert told_apart["asked"][-1] == ("kind", date(2026, 11, 1), date(2026, 11, 30))
    remember(frozenset({"toys"}))
    assert parts()["Wooden"].row.cells[9:11] == (
        Cell(3, is_closed=True),
        Cell(None, is_closed=False),
    )


def test_a_month_closed_before_it_was_told_apart_is_measured(told_apart):
    close_months(NOW)
    Figure.objects.exclude(dimension="").delete()
    told_apart["wood"] = 9
    assert parts()["Wooden"].row.cells[9] == Cell(9, is_closed=False)
    assert cells().cells[9] == Cell(4, is_closed=True)


def test_the_page_of_one_figure_says_it_all(told_apart, staff_client):
    client = staff_client("accountant")
    year = reverse("figures:year", args=[2026])
    address = reverse("figures:metric", args=[2026, "toys.lent"])
    assert address in client.get(year).text
    page = client.get(address)
    assert page.status_code == 200
    assert "/toys/?wood&amp;2026-10-01&amp;2026-10-31" in page.text
    for missing in ("toys.none", "cms.publish"):
        assert client.get(reverse("figures:metric", args=[2026, missing])).status_code == 404
    assert staff_client("editor").get(address).status_code == 302
