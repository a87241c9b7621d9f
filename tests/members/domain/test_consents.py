"""Consents keep the version that was read; optional ones can be taken back."""

from datetime import timedelta

import pytest
from django.urls import reverse

from cms.audit.models import Entry
from members import queries, rules
from members.domain import consents, people, texts
from members.domain.refusals import Refused
from members.models import Child, Consent, ConsentText
from tests.members.factories import ChildFactory, ConsentFactory, ConsentTextFactory, UserFactory

pytestmark = pytest.mark.django_db


def text(purpose):
    return ConsentText.objects.get(purpose=purpose, version=1)


def test_every_site_begins_with_a_text_for_each_purpose():
    held = ConsentText.objects.values_list("purpose", "version", "is_required")
    assert sorted(held) == [
        ("children", 1, False),
        ("news", 1, False),
        ("privacy", 1, True),
        ("terms", 1, True),
    ]
    assert all(text.text and text.text_en for text in ConsentText.objects.all())


def test_first_texts_are_put_in_once():
    from members.texts import put_in_first_texts

    ConsentTextFactory(purpose="news", version=2)
    put_in_first_texts()
    assert ConsentText.objects.count() == 5


def test_current_texts_are_the_latest_in_effect(now):
    newer = ConsentTextFactory(purpose="news", version=2, effective_from=now)
    ConsentTextFactory(purpose="news", version=3, effective_from=now + timedelta(days=1))
    found = list(queries.current_texts(now))
    assert [item.purpose for item in found] == ["terms", "privacy", "children", "news"]
    assert found[-1] == newer


def test_giving_is_recorded_once(member, now):
    consents.give(member, [text("news")], by=member, now=now)
    consents.give(member, [text("news")], by=member, now=now)
    assert Consent.objects.filter(user=member).count() == 1
    entry = Entry.objects.get(action="members.consent.given")
    assert entry.after == {"purpose": "news", "version": 1}


def test_newer_consent_closes_the_older(member, now):
    consents.give(member, [text("news")], by=member, now=now)
    newer = ConsentTextFactory(purpose="news", version=2)
    later = now + timedelta(days=1)
    consents.give(member, [newer], by=member, now=later)
    assert [item.text for item in queries.consents_in_force(member)] == [newer]
    assert Consent.objects.get(text=text("news")).withdrawn_at == later


def test_optional_consent_is_withdrawn_and_may_be_given_again(member, now):
    consents.give(member, [text("news")], by=member, now=now)
    assert consents.withdraw(member, "news", by=member, now=now) == 1
    assert consents.withdraw(member, "news", by=member, now=now) == 0
    assert not queries.has_consented(member, "news")
    consents.give(member, [text("news")], by=member, now=now)
    assert Consent.objects.filter(user=member).count() == 2


def test_required_consent_stays(member, now):
    consents.give(member, [text("terms")], by=member, now=now)
    with pytest.raises(Refused):
        consents.withdraw(member, "terms", by=member, now=now)
    assert queries.has_consented(member, "terms")


def test_children_need_consent_and_go_with_it(member, now):
    with pytest.raises(Refused):
        people.add_child(member, name="콩이", birth_year=2020, by=member)
    consents.give(member, [text("children")], by=member, now=now)
    people.add_child(member, name="콩이", birth_year=2020, by=member)
    ChildFactory()
    consents.withdraw(member, "children", by=member, now=now)
    assert Child.objects.filter(parent=member).count() == 0
    assert Child.objects.count() == 1


def test_text_somebody_agreed_to_is_never_edited(member, now):
    agreed = text("news")
    ConsentFactory(user=member, text=agreed)
    assert rules.may_edit_text(agreed) is False
    with pytest.raises(Refused):
        texts.change(agreed, {"title": "다른 말"}, by=member)
    values = {"purpose": "news", "is_required": False, "title": "소식", "text": "새 글"}
    newer = texts.write(values, by=member)
    assert newer.version == 2
    texts.change(newer, {"title": "고친 제목"}, by=member)
    newer.refresh_from_db()
    assert newer.title == "고친 제목"


def test_consents_page_gives_and_withdraws(member_client, member):
    give = reverse("members:change_consent", args=["news", "give"])
    withdraw = reverse("members:change_consent", args=["news", "withdraw"])
    member_client.post(give, {"text": text("news").pk})
    assert queries.has_consented(member, "news")
    assert member_client.get(withdraw).status_code == 200
    assert queries.has_consented(member, "news")
    member_client.post(withdraw)
    assert not queries.has_consented(member, "news")


def test_consent_to_a_text_no_longer_current_is_not_taken(member_client, member):
    seen = text("news").pk
    ConsentTextFactory(purpose="news", version=2)
    member_client.post(reverse("members:change_consent", args=["news", "give"]), {"text": seen})
    assert not queries.has_consented(member, "news")


def test_household_page_asks_for_consent_with_the_first_child(member_client, member):
    address = reverse("members:household")
    values = {"name": " 콩이 ", "birth_year": "2020"}
    refused = member_client.post(address, values)
    assert set(refused.context["form"].errors) == {"agrees"}
    member_client.post(address, {**values, "agrees": "on"})
    assert list(member.children.values_list("name", "birth_year")) == [("콩이", 2020)]
    assert queries.has_consented(member, "children")
    assert "agrees" not in member_client.get(address).context["form"].fields


def test_child_of_another_is_not_found(member_client):
    other = ChildFactory()
    response = member_client.post(reverse("members:remove_child", args=[other.pk]))
    assert response.status_code == 404
    assert Child.objects.filter(pk=other.pk).exists()


def test_child_is_removed_after_asking(member_client, member):
    child = ChildFactory(parent=member)
    address = reverse("members:remove_child", args=[child.pk])
    member_client.get(address)
    assert member.children.count() == 1
    member_client.post(address)
    assert member.children.count() == 0


def test_audit_log_names_no_child(member, now):
    consents.give(member, [text("children")], by=member, now=now)
    people.add_child(member, name="비밀이름", birth_year=2020, by=member)
    assert not any("비밀이름" in str((e.before, e.after, e.note)) for e in Entry.objects.all())


def test_strangers_consents_are_their_own(member_client, member, now):
    other = UserFactory()
    consents.give(other, [text("news")], by=other, now=now)
    member_client.post(reverse("members:change_consent", args=["news", "withdraw"]))
    assert queries.has_consented(other, "news")
