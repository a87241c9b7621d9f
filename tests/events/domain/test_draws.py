import hashlib
import html
import io
import random
import re
from collections import Counter
from contextlib import redirect_stdout
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from cms.audit.models import Entry
from cms.mail.models import OutboxMessage
from events.domain import courses, registrations
from events.domain.draws import (
    NobodyApplied,
    NoDrawHere,
    OwnLot,
    WindowStillOpen,
    commitment_of,
    digest_of,
    drawn_order,
    hold_draw,
    number_of,
    own_lot,
)
from events.domain.refusals import AdmissionFixed, Cancelled
from events.domain.registrations import NamedChild
from events.models import Draw, Registration
from tests.events.factories import NOW, make_course, people

AFTER = NOW + timedelta(days=6)


def lottery(applicants=0, **fields):
    course = make_course(admission="lottery", **fields)
    for person in people(applicants):
        registrations.register(course, person=person, by=person, now=NOW)
    return course


@pytest.mark.django_db
def test_seed_is_promised_when_the_course_is_published_and_never_again():
    draft = make_course(admission="lottery", publish=False)
    assert not Draw.objects.filter(course=draft).exists()
    courses.publish(draft, by=None, now=NOW)
    draw = Draw.objects.get(course=draft)
    assert len(draw.seed) == 64
    assert draw.commitment == hashlib.sha256(draw.seed.encode()).hexdigest()
    courses.revise(draft, {"capacity": 5}, by=None, now=NOW)
    courses.revise(draft, {"admission": "first_come"}, by=None, now=NOW)
    courses.revise(draft, {"admission": "lottery"}, by=None, now=NOW)
    assert Draw.objects.get().seed == draw.seed
    assert draw.seed not in str(list(Entry.objects.values()))


@pytest.mark.django_db
def test_seats_go_in_drawn_order_and_the_rest_wait_in_it(member):
    course = lottery(9, capacity=4)
    draw = hold_draw(course, by=member, now=AFTER)
    references = course.registrations.values_list("reference", flat=True)
    numbers = [number_of(reference) for reference in references]
    order = drawn_order(draw.seed, numbers)
    assert draw.result == [
        {"number": number, "outcome": "seat" if place < 4 else "waiting"}
        for place, number in enumerate(order)
    ]
    assert draw.input_digest == digest_of(numbers)
    assert (draw.drawn_at, draw.drawn_by) == (AFTER, member)
    seated = course.registrations.filter(state="confirmed")
    assert {number_of(one.reference) for one in seated} == set(order[:4])
    queue = course.registrations.filter(state="waiting").order_by("waiting_number")
    assert [number_of(one.reference) for one in queue] == order[4:]
    course.refresh_from_db()
    assert (course.taken, course.waiting) == (4, 5)
    told = Counter(OutboxMessage.objects.values_list("template", flat=True))
    assert (told["events.admitted"], told["events.queued"]) == (4, 5)


@pytest.mark.django_db
def test_pressed_twice_is_drawn_once(member):
    course = lottery(5, capacity=2)
    first = hold_draw(course, by=member, now=AFTER)
    mails = OutboxMessage.objects.count()
    again = hold_draw(course, by=None, now=AFTER + timedelta(hours=1))
    assert (again.result, again.drawn_at, again.drawn_by) == (first.result, AFTER, member)
    assert OutboxMessage.objects.count() == mails
    assert Entry.objects.filter(action="events.draw.held").count() == 1


@pytest.mark.django_db
def test_who_withdrew_is_left_out():
    course = lottery(4, capacity=2)
    gone = course.registrations.first()
    registrations.cancel(gone, by=gone.person, now=NOW)
    draw = hold_draw(course, by=None, now=AFTER)
    assert len(draw.result) == 3
    assert number_of(gone.reference) not in {line["number"] for line in draw.result}
    gone.refresh_from_db()
    assert gone.state == "cancelled"


@pytest.mark.django_db
def test_claim_whose_childcare_does_not_fit_waits_and_the_next_is_seated():
    course = lottery(0, capacity=3, childcare_capacity=2)
    for person in people(4):
        registrations.register(
            course,
            person=person,
            by=person,
            now=NOW,
            children=[
                NamedChild(name="하나", birth_year=2020),
                NamedChild(name="두리", birth_year=2021),
            ],
        )
    for person in people(2):
        registrations.register(course, person=person, by=person, now=NOW)
    draw = hold_draw(course, by=None, now=AFTER)
    with_children = {
        number_of(one.reference) for one in course.registrations.filter(childcare_places=2)
    }
    seated = [line["number"] for line in draw.result if line["outcome"] == "seat"]
    assert len(seated) == 3
    assert len(with_children & set(seated)) == 1
    first_family = next(line["number"] for line in draw.result if line["number"] in with_children)
    assert first_family in seated
    course.refresh_from_db()
    assert (course.taken, course.childcare_taken, course.waiting) == (3, 2, 3)


@pytest.mark.django_db
def test_no_draw_before_the_closing_instant_nor_without_applicants_nor_elsewhere():
    course = lottery(1)
    closes = course.registration_closes_at
    with pytest.raises(WindowStillOpen):
        hold_draw(course, by=None, now=closes - timedelta(seconds=1))
    assert hold_draw(course, by=None, now=closes).drawn_at == closes
    with pytest.raises(NobodyApplied):
        hold_draw(lottery(0), by=None, now=AFTER)
    with pytest.raises(NoDrawHere):
        hold_draw(make_course(), by=None, now=AFTER)
    off = lottery(1)
    courses.cancel_course(off, by=None, now=NOW)
    with pytest.raises(Cancelled):
        hold_draw(off, by=None, now=AFTER)
    assert Draw.objects.filter(course=off, drawn_at=None, input_digest="").exists()


@pytest.mark.django_db
def test_way_of_giving_seats_stays_once_somebody_applied():
    course = lottery(1)
    with pytest.raises(AdmissionFixed):
        courses.revise(course, {"admission": "first_come"}, by=None, now=NOW)


NUMBERS = st.lists(st.integers(0, 2**32 - 1).map("{:08x}".format), unique=True, max_size=60)
SEEDS = st.integers(0, 2**256 - 1).map("{:064x}".format)


@given(seed=SEEDS, numbers=NUMBERS, by=st.randoms())
def test_same_seed_and_numbers_give_the_same_order_however_they_come_in(seed, numbers, by):
    order = drawn_order(seed, numbers)
    assert sorted(order) == sorted(numbers)
    shuffled = by.sample(numbers, len(numbers))
    assert drawn_order(seed, shuffled) == order
    assert digest_of(shuffled) == digest_of(numbers)


def test_each_number_is_first_about_as_often():
    numbers = [f"{n:08x}" for n in range(10)]
    dice = random.Random(2016)
    firsts = Counter(
        drawn_order(f"{dice.getrandbits(256):064x}", numbers)[0] for _draw in range(5000)
    )
    # 500 each; five standard deviations are 106.
    assert all(abs(firsts[number] - 500) < 106 for number in numbers)


@pytest.mark.django_db
def test_page_keeps_the_seed_until_the_draw_and_its_lines_recompute_it(client, member):
    course = lottery(6, capacity=2)
    registrations.register(course, person=member, by=member, now=NOW)
    address = f"/classes/{course.slug}/draw/"
    draw = Draw.objects.get(course=course)
    before = client.get(address).content.decode()
    assert draw.commitment in before
    assert draw.seed not in before
    draw = hold_draw(course, by=None, now=AFTER)
    page = client.get(address).content.decode()
    names = list(course.registrations.values_list("person__name", "reference"))
    assert not [word for pair in names for word in pair if word in page]
    script = html.unescape(re.search(r"<pre[^>]*><code>(.*?)</code></pre>", page, re.DOTALL)[1])
    assert len(script.strip().splitlines()) <= 10
    printed = io.StringIO()
    with redirect_stdout(printed):
        exec(script, {})
    assert printed.getvalue().split("\n")[:-1] == [
        f"{place} {line['number']}" for place, line in enumerate(draw.result, 1)
    ]
    assert commitment_of(draw.seed) == draw.commitment
    own = number_of(Registration.objects.get(person=member).reference)
    client.force_login(member, "django.contrib.auth.backends.ModelBackend")
    assert f'<strong class="number">{own}</strong>' in client.get(address).content.decode()


@pytest.mark.django_db
def test_everyone_finds_their_own_lot_as_the_draw_has_it(member):
    course = lottery(4, capacity=2)
    before = course.registrations.first()
    assert own_lot(before) == OwnLot(number=number_of(before.reference))
    draw = hold_draw(course, by=member, now=AFTER)
    found = [own_lot(one) for one in course.registrations.all()]
    assert sorted((one.place, one.number, one.has_seat) for one in found) == [
        (place, line["number"], line["outcome"] == "seat")
        for place, line in enumerate(draw.result, start=1)
    ]
    assert {(one.is_drawn, one.places) for one in found} == {(True, 4)}


@pytest.mark.django_db
def test_who_is_in_no_draw_has_no_lot(staff_user):
    course = lottery(3, capacity=2)
    gone = course.registrations.first()
    registrations.cancel(gone, by=gone.person, now=NOW)
    assert own_lot(gone) is None
    hold_draw(course, by=None, now=AFTER)
    assert own_lot(gone) is None
    courses.revise(course, {"capacity": 3}, by=None, now=AFTER)
    (late, other) = people(2)
    added = registrations.register(
        course, person=late, by=staff_user("coordinator"), now=AFTER, any_time=True
    )
    assert own_lot(added) is None
    plain = registrations.register(make_course(), person=other, by=other, now=NOW)
    assert own_lot(plain) is None


@pytest.mark.django_db
def test_of_two_with_one_number_neither_is_told_a_place(member):
    course = lottery(2, capacity=1)
    draw = hold_draw(course, by=member, now=AFTER)
    found = course.registrations.first()
    number = number_of(found.reference)
    Draw.objects.filter(pk=draw.pk).update(
        result=[{"number": number, "outcome": outcome} for outcome in ("seat", "waiting")]
    )
    assert own_lot(found) == OwnLot(number=number, is_drawn=True)


@pytest.mark.django_db
def test_the_page_of_ones_registration_says_number_and_outcome(member_client):
    now = timezone.now()
    course = make_course(now=now, admission="lottery", capacity=1)
    (other,) = people(1)
    for person in (member_client.member, other):
        registrations.register(course, person=person, by=person, now=now)
    own = course.registrations.get(person=member_client.member)
    page = f"/en{reverse('events_my:registration', args=[own.reference])}"
    words = member_client.get(page).text
    assert f'<strong class="number">{number_of(own.reference)}</strong>' in words
    assert "was drawn" not in words
    assert reverse("events:draw", args=[course.slug]) in words
    hold_draw(course, by=None, now=course.registration_closes_at)
    lot = own_lot(own)
    outcome = "a seat" if lot.has_seat else "the waiting list"
    said = f"It was drawn in place {lot.place} of 2: {outcome}."
    assert said in member_client.get(page).text
    theirs = course.registrations.get(person=other)
    assert number_of(theirs.reference) not in member_client.get(page).text
