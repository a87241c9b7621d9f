"""Doors that count, answers that do not tell, and sessions that end."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from cms.admin.staff import change_standing
from cms.mail.models import OutboxMessage
from members.models import Community
from tests.members.factories import PASSWORD, CommunityFactory, UserFactory
from tests.members.test_signup import join

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_moment")]


def statuses(client, address, forms):
    return [client.post(address, form).status_code for form in forms]


def test_signing_up_is_limited():
    answers = [join(Client(), email=f"new{n}@example.org").status_code for n in range(21)]
    assert answers[:20] == [302] * 20
    assert answers[20] == 429


def test_founding_communities_is_limited(member_client):
    forms = [{"name": f"모임 {number}", "district": "guro"} for number in range(11)]
    answers = statuses(member_client, reverse("members:found_community"), forms)
    assert (answers[:10], answers[10]) == ([302] * 10, 429)
    assert Community.objects.count() == 10


def test_inviting_is_limited(member_client, member):
    address = reverse("members:invite", args=[CommunityFactory(leader=member).pk])
    forms = [{"mail-email": f"friend{number}@example.org"} for number in range(21)]
    answers = statuses(member_client, address, forms)
    assert (answers[:20], answers[20]) == ([302] * 20, 429)


def test_new_calendar_addresses_are_limited(member_client):
    answers = statuses(member_client, reverse("members:renew_calendar"), [{}] * 11)
    assert (answers[:10], answers[10]) == ([302] * 10, 429)


def test_an_invitation_does_not_tell_who_has_an_account(member_client, member):
    address = reverse("members:invite", args=[CommunityFactory(leader=member).pk])
    stranger = UserFactory()
    pages = [
        member_client.post(address, {"mail-email": email}, follow=True).text.replace(email, "X")
        for email in (stranger.email, "nobody@example.org")
    ]
    assert "X" in pages[0]
    assert OutboxMessage.objects.filter(template="members.invitation").count() == 2
    assert [page.count(stranger.name) for page in pages] == [0, 0]


def test_a_forgotten_password_does_not_tell_who_has_an_account(member):
    address = reverse("account_reset_password")
    answers = [Client().post(address, {"email": email}) for email in (member.email, "no@one.kr")]
    assert len({(each.status_code, each["Location"]) for each in answers}) == 1


def test_changing_the_password_ends_every_other_session(client, member):
    client.post(reverse("account_login"), {"login": member.email, "password": PASSWORD})
    elsewhere = Client()
    elsewhere.force_login(member, backend="django.contrib.auth.backends.ModelBackend")
    home = reverse("members:home")
    assert [each.get(home).status_code for each in (client, elsewhere)] == [200, 200]
    new = {"oldpassword": PASSWORD, "password1": "새-품앗이-2027", "password2": "새-품앗이-2027"}
    client.post(reverse("account_change_password"), new)
    member.refresh_from_db()
    assert member.check_password("새-품앗이-2027")
    assert [each.get(home).status_code for each in (client, elsewhere)] == [200, 302]


@pytest.mark.parametrize("change", ["role", "rank", "person", "group"])
def test_a_change_of_rights_ends_every_session(client, staff_user, change):
    boss = staff_user("administrator", is_superuser=True)
    person = staff_user("editor")
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    home = reverse("members:home")
    assert client.get(home).status_code == 200
    coordinators = Group.objects.filter(name="coordinator")
    standing = {"is_active": True, "is_superuser": False, "by": boss}
    if change == "role":
        change_standing(person, **{**standing, "roles": coordinators})
    elif change == "rank":
        change_standing(person, **{**standing, "roles": person.groups.all(), "is_superuser": True})
    elif change == "person":
        person.groups.set(coordinators)
    else:
        coordinators.get().user_set.add(person)
    assert client.get(home).status_code == 302


def test_the_same_rights_again_end_nothing(client, staff_user):
    boss, person = staff_user("administrator"), staff_user("editor")
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    change_standing(person, roles=person.groups.all(), is_active=True, is_superuser=False, by=boss)
    assert client.get(reverse("members:home")).status_code == 200
