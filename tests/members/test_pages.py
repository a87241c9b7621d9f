"""Every page of the personal area answers, privately, and asks the same number of questions."""

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from members.models import CommunityMembership, Purpose
from members.queries import current_texts
from tests.members.factories import CommunityFactory, InvitationFactory, UserFactory

pytestmark = pytest.mark.django_db

PLAIN = (
    "members:home",
    "members:profile",
    "members:household",
    "members:consents",
    "members:security",
    "members:calendar",
    "members:renew_calendar",
    "members:communities",
    "members:found_community",
    "account_email",
    "account_set_password",
    "account_logout",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_list_webauthn",
    "socialaccount_connections",
)


def address(name, language):
    with translation.override(language):
        return reverse(name)


@pytest.mark.parametrize("name", PLAIN)
@pytest.mark.parametrize("language", ["ko", "en"])
def test_member_page_answers(member_client, member, name, language):
    member.set_unusable_password()
    member.save()
    member_client.force_login(member, "django.contrib.auth.backends.ModelBackend")
    response = member_client.get(address(name, language))
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("name", [name for name in PLAIN if name.startswith("members:")])
def test_member_page_leads_strangers_to_signing_in(client, name):
    response = client.get(reverse(name))
    assert response.url == f"{reverse('account_login')}?next={reverse(name)}"


@pytest.mark.parametrize(
    "name",
    [
        "account_login",
        "account_signup",
        "account_request_login_code",
        "account_reset_password",
        "account_inactive",
        "account_password_reset_completed",
        "socialaccount_login_cancelled",
    ],
)
@pytest.mark.parametrize("language", ["ko", "en"])
def test_entrance_answers(client, name, language):
    assert client.get(address(name, language)).status_code == 200


COMMUNITY_PAGES = {
    "members:community": {"leader", "treasurer", "member"},
    "members:leave": {"leader", "treasurer", "member"},
    "members:change_community": {"leader"},
    "members:invite": {"leader"},
}


@pytest.mark.parametrize("name", COMMUNITY_PAGES)
def test_community_page_answers_by_role(client, name):
    people = {key: UserFactory() for key in ("leader", "treasurer", "member", "stranger")}
    community = CommunityFactory(
        leader=people["leader"], treasurer=people["treasurer"], members=[people["member"]]
    )
    InvitationFactory(community=community)
    InvitationFactory(community=community, email="someone@example.org", max_uses=1)
    got = {}
    for role, user in people.items():
        client.force_login(user, "django.contrib.auth.backends.ModelBackend")
        got[role] = client.get(reverse(name, args=[community.pk])).status_code
    allowed = COMMUNITY_PAGES[name]
    assert got == {
        "stranger": 404,
        **{role: 200 if role in allowed else 403 for role in ("leader", "treasurer", "member")},
    }


@pytest.mark.parametrize("role", ["leader", "treasurer"])
def test_role_pages_are_the_leaders(client, role):
    member = UserFactory()
    community = CommunityFactory(members=[member])
    address = reverse("members:give_role", args=[community.pk, role])
    client.force_login(community.leader, "django.contrib.auth.backends.ModelBackend")
    assert client.get(address).status_code == 200
    client.force_login(member, "django.contrib.auth.backends.ModelBackend")
    assert client.get(address).status_code == 403


@pytest.mark.parametrize("name", ["members:home", "members:communities"])
@pytest.mark.many
def test_community_lists_ask_the_same_number_of_questions(member_client, member, name):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    held = 0
    for wanted in (1, 3, 100):
        for community in CommunityFactory.create_batch(wanted - held):
            CommunityMembership.objects.create(community=community, user=member)
        held = wanted
        member_client.get(reverse(name))
        with CaptureQueriesContext(connection) as queries:
            member_client.get(reverse(name))
        counts.append(len(queries))
    assert len(set(counts)) == 1, counts


@pytest.mark.many
def test_community_page_asks_the_same_number_of_questions(client):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    community = CommunityFactory()
    client.force_login(community.leader, "django.contrib.auth.backends.ModelBackend")
    address = reverse("members:community", args=[community.pk])
    counts = []
    for more in (0, 2, 97):
        for user in UserFactory.create_batch(more):
            CommunityMembership.objects.create(community=community, user=user)
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        counts.append(len(queries))
    assert len(set(counts)) == 1, counts


def test_a_parent_reads_what_they_agree_to_before_the_first_child(member_client):
    text = current_texts(timezone.now()).get(purpose=Purpose.CHILDREN)
    shown = member_client.get(address("members:household", "ko")).text
    with translation.override("ko"):
        assert text.local_title in shown
        assert text.local_text.splitlines()[0] in shown
