import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from cms.audit.models import Entry
from members import phones
from members.domain import people
from members.models import Profile

pytestmark = pytest.mark.django_db

VALUES = {
    "name": "하늘",
    "phone": "010-1234-5678",
    "language": "en",
    "home_district": "guro",
    "work_district": "outside",
    "employment": "on_leave",
}


def test_profile_is_saved_and_the_log_names_fields_not_values(member):
    changed = people.save_profile(member, VALUES, interests=["leave", "healing"], by=member)
    assert set(changed) == {*VALUES, "interests"}
    profile = Profile.objects.get(user=member)
    member.refresh_from_db()
    assert (member.name, member.language, profile.home_district) == ("하늘", "en", "guro")
    assert set(profile.interests.values_list("interest", flat=True)) == {"leave", "healing"}
    entry = Entry.objects.get(action="members.person.changed")
    assert (entry.before, set(entry.after["fields"])) == ({}, set(changed))


def test_saving_the_same_profile_again_changes_nothing(member):
    people.save_profile(member, VALUES, interests=["leave"], by=member)
    assert people.save_profile(member, VALUES, interests=["leave"], by=member) == []
    assert Entry.objects.count() == 1


def test_interests_are_replaced(member):
    people.save_profile(member, VALUES, interests=["leave", "healing"], by=member)
    assert people.save_profile(member, VALUES, interests=["parenting"], by=member) == ["interests"]
    assert list(member.profile.interests.values_list("interest", flat=True)) == ["parenting"]


def test_profile_page_saves_and_shows_again(member_client, member):
    address = reverse("members:profile")
    response = member_client.post(
        address, {**VALUES, "phone": "０１０ 9876 5432", "interests": ["leave"]}
    )
    assert response.url == address
    member.refresh_from_db()
    assert member.phone == "010-9876-5432"
    page = member_client.get(address).content.decode()
    assert "010-9876-5432" in page
    wrong = member_client.post(address, {**VALUES, "home_district": "busan"})
    assert set(wrong.context["form"].errors) == {"home_district"}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", ""),
        ("010-1234-5678", "010-1234-5678"),
        ("01012345678", "010-1234-5678"),
        ("+82 10 1234 5678", "010-1234-5678"),
        ("+82 (0)10.1234.5678", "010-1234-5678"),
        ("02-335-0101", "02-335-0101"),
        ("０２ ３３５ ０１０１", "02-335-0101"),
        ("031 123 4567", "031-123-4567"),
    ],
)
def test_phone_is_kept_in_one_spelling(typed, kept):
    assert phones.normalized(typed) == kept


@pytest.mark.parametrize("typed", ["12", "abc", "1234-5678", "010-12345-67890", "²²²", "02"])
def test_phone_that_is_none_is_refused(typed):
    with pytest.raises(ValidationError):
        phones.normalized(typed)


def test_renewing_the_calendar_address_kills_the_old_one(member_client, member):
    old = member.calendar_token
    address = reverse("members:renew_calendar")
    member_client.get(address)
    member.refresh_from_db()
    assert member.calendar_token == old
    member_client.post(address)
    member.refresh_from_db()
    assert member.calendar_token != old
    page = member_client.get(reverse("members:calendar")).content.decode()
    assert f"/calendar/{member.calendar_token}.ics" in page
    assert f"webcal://testserver/calendar/{member.calendar_token}.ics" in page
    assert Entry.objects.filter(action="members.calendar.renewed").count() == 1
    assert not Entry.objects.filter(after__icontains=member.calendar_token).exists()
