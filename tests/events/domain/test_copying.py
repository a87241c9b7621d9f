from datetime import date, datetime, time, timedelta

import pytest
from django.utils import timezone

from events.domain import registrations
from events.domain.copying import NothingToCopy, copy_all_to_term, copy_to_term, plan_copy, start_in
from events.domain.sessions import Slot, cancel_session, schedule
from events.models import Course, Term
from events.recurrence import SEOUL, Recurrence
from tests.events.factories import NOW, make_course, people

pytestmark = pytest.mark.django_db


def at(day, hour=12):
    return datetime.combine(day, time(hour), tzinfo=SEOUL)


@pytest.fixture
def spring():
    return Term.objects.create(name="2027 봄", starts_on="2027-03-02", ends_on="2027-05-31")


@pytest.fixture
def course():
    """Four Sundays from 2026-11-29, topics of their own, one called off."""
    course = make_course(
        minimum=3, decide_by=NOW + timedelta(days=5), childcare_capacity=4, cancel_until_hours=24
    )
    slots = [
        Slot(
            starts_at=at(date(2026, 11, 29) + timedelta(weeks=week)),
            ends_at=at(date(2026, 11, 29) + timedelta(weeks=week), 13),
            topic=f"{week + 1}강",
        )
        for week in range(1, 5)
    ]
    schedule(course, slots, by=None, now=NOW)
    cancel_session(course.sessions.last(), by=None, now=NOW)
    (person,) = people(1)
    registrations.register(course, person=person, by=person, now=NOW)
    return course


def days(plan):
    return [timezone.localtime(slot.starts_at).date() for slot in plan.slots]


def test_copy_keeps_the_day_of_the_week_and_leaves_closed_days_out(course):
    closed = {date(2027, 3, 14): "쉬는 날"}
    plan = plan_copy(course, first_day=date(2027, 3, 2), closed=closed)
    assert days(plan) == [date(2027, 3, 7), date(2027, 3, 21), date(2027, 3, 28)]
    assert [slot.topic for slot in plan.slots] == ["", "3강", "4강"]
    assert plan.left_out == [(at(date(2027, 3, 14)), "쉬는 날")]


def test_copy_is_a_draft_like_the_course_with_nobody_in_it(course, spring, member):
    plan = plan_copy(course, first_day=date(2027, 3, 7), closed={})
    copied = copy_to_term(plan, term=spring, by=member, now=NOW)
    copied.refresh_from_db()
    course.refresh_from_db()
    shift = timedelta(days=98)
    same = ("title", "title_en", "capacity", "minimum", "venue_id", "childcare_capacity",
            "cancel_until_hours", "category_id", "admission")  # fmt: skip
    assert [getattr(copied, name) for name in same] == [getattr(course, name) for name in same]
    assert (copied.status, copied.term, copied.taken, copied.registrations.count()) == (
        "draft", spring, 0, 0,
    )  # fmt: skip
    assert copied.slug != course.slug
    for name in ("registration_opens_at", "registration_closes_at", "decide_by", "starts_at"):
        assert getattr(copied, name) == getattr(course, name) + shift
    assert copied.sessions.count() == 4


def test_monthly_rule_is_unfolded_anew(spring):
    course = make_course(publish=False)
    course.sessions.all().delete()
    rule = Recurrence(
        frequency="monthly", begins=time(17), ends=time(20), first_day=date(2026, 12, 1),
        last_day=date(2027, 2, 28), weekdays=(3,), ordinals=(1,),
    )  # fmt: skip
    slots = [Slot(starts_at=start, ends_at=end) for start, end in rule.instants()]
    schedule(course, slots, by=None, now=NOW, rule=rule)
    plan = plan_copy(course, first_day=date(2027, 4, 1), closed={})
    # First Thursdays again, not the same number of days on.
    assert days(plan) == [date(2027, 4, 1), date(2027, 5, 6), date(2027, 6, 3)]
    copied = copy_to_term(plan, term=spring, by=None, now=NOW)
    assert Recurrence.from_json(copied.recurrence).first_day == date(2027, 3, 30)


def test_nothing_left_to_copy_is_refused(course):
    bare = make_course(publish=False)
    bare.sessions.all().delete()
    with pytest.raises(NothingToCopy):
        plan_copy(bare, first_day=date(2027, 3, 2), closed={})
    single = make_course()
    with pytest.raises(NothingToCopy):
        plan_copy(single, first_day=date(2027, 3, 7), closed={date(2027, 3, 7): "쉬는 날"})


def test_several_courses_are_copied_all_or_none(course, spring, monkeypatch):
    plans = [
        plan_copy(one, first_day=date(2027, 3, 7), closed={}) for one in (course, make_course())
    ]
    assert len(copy_all_to_term(plans, term=spring, by=None, now=NOW)) == 2
    monkeypatch.setattr(plans[1].course, "capacity", 0)
    before = Course.objects.count()
    with pytest.raises(Exception, match="__all__"):
        copy_all_to_term(plans, term=spring, by=None, now=NOW)
    assert Course.objects.count() == before


def test_course_begins_as_far_into_the_new_term_as_into_the_old(course, spring):
    autumn = Term(name="2026 가을", starts_on=date(2026, 11, 22), ends_on=date(2026, 12, 31))
    spring.refresh_from_db()
    assert start_in(course, old=autumn, new=spring) == date(2027, 3, 9)
    assert start_in(course, old=None, new=spring) == date(2027, 3, 2)
