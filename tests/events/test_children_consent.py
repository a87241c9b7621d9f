"""Taking back the consent to children's data: the names at registrations go, or nothing does."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.audit.models import Entry
from cms.mail.models import OutboxMessage
from cms.mail.rendering import render
from events.domain import courses, reconciling, registrations
from events.domain.claims import NamedChild
from events.domain.refusals import ConsentNeeded
from events.models import RegisteredChild, Registration
from events.registering import claim
from members import queries
from members.domain import consents
from members.models import Child, Purpose
from plugins.api import ConsentedData
from plugins.registry import contributions
from tests.events.factories import make_course, people
from tests.members.factories import ChildFactory

pytestmark = pytest.mark.django_db
TWO = [NamedChild("새론", 2021), NamedChild("가람", 2020)]
ASK = reverse("members:change_consent", args=["children", "withdraw"])


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def parent(member, now):
    text = queries.current_texts(now).get(purpose=Purpose.CHILDREN)
    consents.give(member, [text], by=member, now=now)
    return member


def cared(now, **fields):
    return make_course(now=now, **{"capacity": 5, "childcare_capacity": 3, **fields})


def register(course, person, now, children=TWO):
    return registrations.register(course, person=person, by=person, now=now, children=children)


def withdraw(person, now):
    return consents.withdraw(person, Purpose.CHILDREN, by=person, now=now)


def letters(person):
    return OutboxMessage.objects.filter(template="events.changed", to_user=person)


def test_names_go_places_go_to_who_waits_and_the_seat_stays(parent, now):
    course = cared(now)
    found = register(course, parent, now)
    (other,) = people(1)
    waits = registrations.join_waiting_list(course, person=other, by=other, now=now, children=TWO)
    assert withdraw(parent, now) == 1
    found.refresh_from_db()
    waits.refresh_from_db()
    course.refresh_from_db()
    assert (found.state, found.childcare_places, found.children.count()) == ("confirmed", 0, 0)
    assert (waits.state, waits.childcare_places, waits.children.count()) == ("confirmed", 2, 2)
    assert (course.taken, course.childcare_taken, course.waiting) == (2, 2, 0)
    assert reconciling.differences() == []


def test_it_is_recorded_without_a_name_and_told_in_a_letter(parent, now):
    found = register(cared(now), parent, now)
    withdraw(parent, now)
    whole = Entry.objects.get(action="members.consent.withdrawn")
    assert whole.after == {
        "purpose": "children",
        "children_deleted": 0,
        "forgotten": {"events.children_consented": 2},
    }
    one = Entry.objects.get(action="events.registration.children")
    assert (one.by, one.before, one.after) == (
        parent, {"childcare_places": 2}, {"childcare_places": 0},
    )  # fmt: skip
    assert not any(
        child.name in f"{entry.before}{entry.after}{entry.note}{entry.subject_text}"
        for child in TWO
        for entry in Entry.objects.all()
    )
    letter = letters(parent).get()
    assert letter.context["reference"] == found.reference
    said = render(letter.template, letter.context, language="en").text
    assert "You took back your consent to children's data" in said
    assert "Childcare places: 0 now, 2 before" in said


def test_of_what_is_over_given_up_or_called_off_the_number_stays(parent, now):
    before = now - timedelta(days=30)
    over, given_up, off = cared(before), cared(now), cared(now)
    kept = [register(over, parent, before), register(given_up, parent, now)]
    registrations.cancel(kept[1], by=parent, now=now)
    kept.append(register(off, parent, now))
    courses.cancel_course(off, by=None, now=now)
    withdraw(parent, now)
    assert RegisteredChild.objects.count() == 0
    assert [Registration.objects.get(pk=one.pk).childcare_places for one in kept] == [2, 2, 2]
    assert not letters(parent).exists()


def test_a_queue_and_an_application_keep_their_place(parent, now):
    (other,) = people(1)
    full = cared(now, capacity=1)
    register(full, other, now, children=[])
    waits = registrations.join_waiting_list(full, person=parent, by=parent, now=now, children=TWO)
    applied = register(cared(now, admission="lottery"), parent, now)
    withdraw(parent, now)
    waits.refresh_from_db()
    applied.refresh_from_db()
    assert (waits.state, waits.waiting_number, waits.childcare_places) == ("waiting", 1, 0)
    assert (applied.state, applied.childcare_places) == ("applied", 0)
    assert letters(parent).count() == 2


def test_the_limit_for_cancelling_does_not_hold_against_a_consent(parent, now):
    course = cared(now, cancel_until_hours=240)
    found = register(course, parent, now)
    withdraw(parent, now)
    found.refresh_from_db()
    assert found.childcare_places == 0


def test_other_peoples_children_and_other_consents_are_left_alone(parent, now):
    (other,) = people(1)
    register(cared(now), other, now)
    register(cared(now), parent, now)
    news = queries.current_texts(now).get(purpose=Purpose.NEWS)
    consents.give(parent, [news], by=parent, now=now)
    consents.withdraw(parent, Purpose.NEWS, by=parent, now=now)
    assert RegisteredChild.objects.count() == 4
    assert "forgotten" not in Entry.objects.get(action="members.consent.withdrawn").after
    withdraw(parent, now)
    assert {one.registration.person for one in RegisteredChild.objects.all()} == {other}


def test_where_forgetting_fails_the_consent_stays_in_force(parent, now, monkeypatch):
    def broken(_person, _by, _now):
        raise RuntimeError("cannot")

    ChildFactory(parent=parent)
    register(cared(now), parent, now)
    [real] = [one for one in contributions(ConsentedData) if one.purpose == "children"]
    last = replace(real, key="events.last", forget=broken)
    monkeypatch.setattr(consents, "contributions", lambda _kind: [real, last])
    with pytest.raises(RuntimeError, match="cannot"):
        withdraw(parent, now)
    assert queries.has_consented(parent, Purpose.CHILDREN)
    assert Child.objects.count() == 1
    assert RegisteredChild.objects.count() == 2


def test_names_go_while_the_classes_are_switched_off(parent, now, settings):
    from plugins.state import disabled_labels
    from plugins.switches import switch

    register(cared(now), parent, now)
    switch("events", enabled=False, by=None)
    assert "events" in disabled_labels()
    withdraw(parent, now)
    assert RegisteredChild.objects.count() == 0


@pytest.mark.parametrize(
    ("start", "says"),
    [
        ("", "“점심에 배우는 육아휴직”: 돌봄 자리 2개를 반납하며"),
        ("/en", "“Parental leave over lunch”: 2 childcare places are given back"),
    ],
)
def test_the_page_says_before_what_will_happen(member_client, parent, now, start, says):
    before = now - timedelta(days=30)
    register(cared(before, title_en="Long ago"), parent, before)
    register(cared(now), parent, now)
    page = member_client.get(start + ASK).text
    assert says in page
    assert "Long ago" not in page
    number = "아이 4명의 이름과 태어난 해를 지웁니다" if not start else "birth of 4 children"
    assert number in page
    assert RegisteredChild.objects.count() == 4
    member_client.post(ASK)
    assert RegisteredChild.objects.count() == 0
    assert "<li>" not in member_client.get(ASK).text.partition("<h1>")[2].partition("</form>")[0]


def test_a_consent_taken_back_while_the_form_stood_open_is_asked_for_again(
    member_client, parent, now
):
    course = cared(now)
    withdraw(parent, now)
    with pytest.raises(ConsentNeeded):
        claim(
            lambda **_claim: pytest.fail("registered without a consent"),
            person=parent, now=now, children=TWO, has_agreed=False,
        )  # fmt: skip
    year = timezone.localtime(course.starts_at).year - 5
    typed = {"c-name_1": "새론", "c-year_1": year}
    address = reverse("events:register", args=[course.slug])
    refused = member_client.post(address, typed)
    assert refused.status_code == 422
    assert 'value="새론"' in refused.text
    assert RegisteredChild.objects.count() == 0
    member_client.post(address, {**typed, "c-agrees": "on"})
    assert course.registrations.get().childcare_places == 1
    assert queries.has_consented(parent, Purpose.CHILDREN)
