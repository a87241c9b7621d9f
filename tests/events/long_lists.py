"""Ten courses and ten thousand: ``pytest tests/events/long_lists.py``.

Not collected with the suite, which compares one, three and a hundred: it takes a minute.
"""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from events.domain import registrations
from tests.events.factories import alike, make_course, people

pytestmark = pytest.mark.django_db


def test_list_calendar_board_and_feed_ask_as_often_at_ten_and_at_ten_thousand(client, staff_client):
    now = timezone.now()
    course = make_course(now=now, days=3, capacity=1)
    holder, waiting = people(2)
    registrations.register(course, person=holder, by=holder, now=now)
    course.refresh_from_db()
    registrations.join_waiting_list(course, person=waiting, by=waiting, now=now)
    course.refresh_from_db()
    alike(course, 9)
    day = timezone.localtime(course.starts_at)
    coordinator = staff_client("coordinator")
    pages = [
        (client, "/classes/"),
        (client, f"/classes/calendar/{day.year}/{day.month}/"),
        (client, f"/classes/calendar/{day.year}/{day.month}/list/"),
        (client, f"/classes/calendar/{day.year}/{day.month}/{day.day}/"),
        (client, "/calendar.ics"),
        (coordinator, reverse("classes-board:index")),
        (coordinator, reverse("courses:index")),
    ]

    def counts():
        found = {}
        for reader, address in pages:
            reader.get(address)
            with CaptureQueriesContext(connection) as asked:
                assert reader.get(address).status_code == 200
            found[address] = len(asked)
        return found

    few = counts()
    for _round in range(10):
        alike(course, 999)
    assert counts() == few
