"""The demo's rows of 2016 give the report's figures, to the last person."""

from datetime import date

import pytest

from cms.demo.load import load
from cms.figures.months import programmes_in
from events.figures import held as figures_held
from events.models import Plan

YEAR = (date(2016, 1, 1), date(2016, 12, 31))
NINE_MONTHS = (date(2016, 1, 1), date(2016, 9, 30))

# What the report says of the classes, in our own words: programme, classes planned, people
# planned, classes held and people who came by the end of September.
TABLE_TO_SEPTEMBER = {
    "labour_law": (16, 800, 15, 311),
    "humanities": (1, 50, 1, 48),
    "healing": (None, 20, 0, 0),  # 30 people expected later in the year
    "parents": (2, None, 0, 0),  # to be held in November
    "outreach_desk": (48, None, 13, 0),
}
# The text of the report, made up in November, counts one labour-law class more.
TEXT_LABOUR_LAW = {"classes": 16, "at the centre": 8, "on request": 8, "people": 348}


def summed(measure, dimension, days):
    found = figures_held.by_month(measure, dimension, *days)
    return {part: sum(months.values()) for part, months in found.items() if any(months.values())}


def law(measure, way, days):
    chosen = {"programme": "labour_law", "way": way}
    sessions = figures_held.narrowed(figures_held.held_sessions(*days), chosen)
    return sessions.count() if measure == "sessions" else sum(figures_held.people_at(sessions))


@pytest.mark.django_db
def test_the_rows_of_2016_give_the_report_s_figures():
    """One test: loading takes longer than all that is asked of it."""
    assert load()
    planned = {
        plan.programme: (plan.courses, plan.participants) for plan in Plan.objects.filter(year=2016)
    }
    held = summed("sessions", "programme", NINE_MONTHS)
    came = summed("participants", "programme", NINE_MONTHS)
    assert {
        name: (*planned[name], held.get(name, 0), came.get(name, 0)) for name in planned
    } == TABLE_TO_SEPTEMBER
    assert held.keys() | came.keys() <= TABLE_TO_SEPTEMBER.keys()

    assert {
        "classes": summed("sessions", "programme", YEAR)["labour_law"],
        "at the centre": law("sessions", "coming", YEAR),
        "on request": law("sessions", "outreach", YEAR),
        "people": summed("participants", "programme", YEAR)["labour_law"],
    } == TEXT_LABOUR_LAW
    # 38.9 percent of the people planned, 96.0 of those at the lecture, 27.1 of the desks.
    percents = {
        "labour_law": came["labour_law"] / planned["labour_law"][1],
        "humanities": came["humanities"] / planned["humanities"][1],
        "outreach_desk": held["outreach_desk"] / planned["outreach_desk"][0],
    }
    assert {name: round(100 * part, 1) for name, part in percents.items()} == {
        "labour_law": 38.9,
        "humanities": 96.0,
        "outreach_desk": 27.1,
    }

    # The page of the year says the same: nothing of 2016 was ever closed, it is measured.
    rows = {
        row.key: (row.total, row.planned)
        for programme in programmes_in(2016)
        for row in programme.rows
        if row.key.startswith("events.")
    }
    assert rows == {
        "events.sessions_held": (16 + 1 + 13, 16 + 1 + 2 + 48),
        "events.participants": (348 + 48, 800 + 50 + 20),
        "events.adults": (348 + 48 - 38, None),
        "events.children": (38, None),
    }
