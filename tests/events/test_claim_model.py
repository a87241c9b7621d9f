"""Seats, queue and offers against a model in plain Python: the same answers, the same rows.

The suite runs a part, and what hypothesis thinks of; ``pytest tests/events/long_claim_model.py``
runs ten thousand operations.
"""

import random
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from events.domain import changes, courses, offers, registrations
from events.domain.claims import NamedChild
from events.domain.reconciling import differences
from events.domain.refusals import NotRegistered, Refusal
from events.models import Course, Registration
from tests.events.claim_model import KINDS, OFFER_HOURS, Model
from tests.events.factories import NOW, make_course, people

pytestmark = pytest.mark.django_db
PEOPLE = 14
# How often each of KINDS comes.
WEIGHTS = (30, 18, 16, 9, 4, 9, 9, 2, 3)


@pytest.fixture
def quiet(monkeypatch):
    """Letters have tests of their own, and cost most of the time."""
    monkeypatch.setattr("events.domain.claims.seat_letter", lambda *_args, **_more: None)


class Real:
    """The same operations done by the domain."""

    def __init__(self, model, persons):
        self.persons = persons
        self.course = make_course(
            days=4000,
            capacity=model.capacity,
            childcare_capacity=model.childcare,
            promotion="offer" if model.offers else "direct",
            offer_hours=OFFER_HOURS,
            slug=f"model-{Course.objects.count()}",
        )
        self.held = {}
        self.hour = 0

    @property
    def now(self):
        return NOW + timedelta(hours=self.hour)

    def do(self, kind, who, amount):
        try:
            getattr(self, f"_{kind}")(who, amount)
        except Refusal as refusal:
            return refusal.code
        return "done"

    def _claim(self, verb, who, places):
        person = self.persons[who]
        self.held[who] = verb(
            self.course,
            person=person,
            by=person,
            now=self.now,
            children=[NamedChild(f"아이{number}", 2030) for number in range(places)],
        )

    def _register(self, who, places):
        self._claim(registrations.register, who, places)

    def _wait(self, who, places):
        self._claim(registrations.join_waiting_list, who, places)

    def _of(self, verb, who, **more):
        if who not in self.held:
            raise NotRegistered
        verb(self.held[who], by=self.persons[who], now=self.now, **more)

    def _cancel(self, who, _amount):
        self._of(registrations.cancel, who)

    def _accept(self, who, _amount):
        self._of(offers.accept, who)

    def _decline(self, who, _amount):
        self._of(offers.decline, who)

    def _children(self, who, places):
        children = [NamedChild(f"아이{number}", 2030) for number in range(places)]
        self._of(changes.change_registration, who, children=children)

    def _tick(self, _who, hours):
        self.hour += hours
        offers.expire(now=self.now)

    def _seats(self, who, amount):
        capacity = 1 + (who + amount) % 8
        courses.revise(self.course, {"capacity": capacity}, by=None, now=self.now)

    def _places(self, who, amount):
        places = (who + amount) % 7
        courses.revise(self.course, {"childcare_capacity": places}, by=None, now=self.now)

    def rows(self):
        found = Registration.objects.filter(course=self.course, state__in=Registration.LIVE)
        return {
            (person, state, places)
            for person, state, places in found.values_list("person_id", "state", "childcare_places")
        }


def compare(operations, *, offering):
    model = Model(capacity=4, childcare=3, offers=offering)
    real = Real(model, people(PEOPLE))
    for step, (kind, who, amount) in enumerate(operations):
        told, expected = real.do(kind, who, amount), model.do(kind, who, amount)
        assert (step, kind, told) == (step, kind, expected)
        stands = {
            (real.persons[number].pk, row.state, row.places) for number, row in model.rows.items()
        }
        assert (step, kind, real.rows()) == (step, kind, stands)
        course = Course.objects.get(pk=real.course.pk)
        assert (course.taken, course.childcare_taken, course.waiting) == (
            model.taken(),
            model.places(),
            len(model.waiting()),
        )
        assert course.taken <= course.capacity
        assert course.childcare_taken <= course.childcare_capacity
        # Nothing lies idle that somebody who waits could use.
        assert not [row for row in model.waiting() if model.fits(row.places)]
    assert differences() == []


def mixed(count, seed):
    chance = random.Random(seed)
    return [
        (kind, chance.randrange(PEOPLE), chance.randrange(4))
        for kind in chance.choices(KINDS, WEIGHTS, k=count)
    ]


operations = st.lists(
    st.tuples(st.sampled_from(KINDS), st.integers(0, PEOPLE - 1), st.integers(0, 3)),
    max_size=40,
)


@settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(operations=operations, offering=st.booleans())
def test_few_operations_of_any_kind(quiet, operations, offering):
    compare(operations, offering=offering)


@pytest.mark.parametrize("offering", [False, True])
def test_hundreds_of_mixed_operations(quiet, offering):
    compare(mixed(500, seed=2016 + offering), offering=offering)
