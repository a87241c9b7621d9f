"""A draw pressed by many, and many workers that ask: it happens once."""

from datetime import timedelta

import pytest

from cms.audit.models import Entry
from events.domain import registrations
from events.domain.draws import hold_draw
from events.domain.minimum import ask_to_decide
from events.models import Course, Draw
from tests.events.factories import NOW, make_course, people
from tests.events.test_race import at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


def test_draw_pressed_by_many_at_once_is_held_once():
    course = make_course(admission="lottery", capacity=5)
    for person in people(12):
        registrations.register(course, person=person, by=person, now=NOW)
    after = NOW + timedelta(days=6)
    found = at_once([lambda: hold_draw(course, by=None, now=after) for _press in range(16)])
    assert found == {"done": 16}
    course.refresh_from_db()
    assert (course.taken, course.waiting) == (5, 7)
    assert len(Draw.objects.get().result) == 12
    assert Entry.objects.filter(action="events.draw.held").count() == 1


def test_many_workers_ask_once():
    course = make_course(minimum=3, decide_by=NOW + timedelta(days=2))
    due = NOW + timedelta(days=2)
    at_once([lambda: ask_to_decide(course, now=due) for _worker in range(16)])
    assert Entry.objects.filter(action="events.course.asked").count() == 1
    assert Course.objects.get().asked_to_decide_at == due
