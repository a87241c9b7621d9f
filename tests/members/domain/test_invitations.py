"""Invitations: for one person or a few, until a date, and never for more."""

from datetime import timedelta

import pytest
from django.urls import reverse

from cms.mail.models import OutboxMessage
from members.domain import invitations
from members.domain.refusals import InvitationClosed, NotAllowed, Refused
from members.limits import InvitationLimits
from members.models import CommunityInvitation
from tests.members.domain.test_communities import at_once, roles
from tests.members.factories import CommunityFactory, InvitationFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_invitation_by_mail_goes_out_with_its_address(now):
    community = CommunityFactory()
    invitation = invitations.invite_by_mail(
        community, email=" Friend@Example.org ", by=community.leader, now=now
    )
    mail = OutboxMessage.objects.get()
    assert (mail.template, mail.to_address) == ("members.invitation", "friend@example.org")
    assert mail.context["url"].endswith(
        reverse("members_invitations:answer", args=[invitation.token])
    )
    assert invitation.expires_at == now + timedelta(days=14)


def test_inviting_again_replaces_the_open_invitation(now):
    community = CommunityFactory()
    first, second = (
        invitations.invite_by_mail(
            community, email="friend@example.org", by=community.leader, now=now
        )
        for _time in range(2)
    )
    first.refresh_from_db()
    assert (first.revoked_at, second.revoked_at) == (now, None)


def test_inviting_is_the_leaders(now):
    member = UserFactory()
    community = CommunityFactory(treasurer=member)
    with pytest.raises(NotAllowed):
        invitations.invite_by_mail(community, email="a@example.org", by=member, now=now)
    with pytest.raises(NotAllowed):
        invitations.invite_by_link(community, by=member, now=now)


def test_inviting_a_member_is_refused(now):
    member = UserFactory()
    community = CommunityFactory(members=[member])
    with pytest.raises(Refused):
        invitations.invite_by_mail(
            community, email=member.email.upper(), by=community.leader, now=now
        )


def test_inviting_has_a_daily_limit(now):
    community = CommunityFactory()
    for number in range(InvitationLimits().a_day):
        InvitationFactory(
            community=community, email=f"n{number}@example.org", max_uses=1, created_at=now
        )
    with pytest.raises(Refused):
        invitations.invite_by_link(community, by=community.leader, now=now)


def test_accepting_joins_and_tells_the_leader(now):
    friend = UserFactory()
    invitation = InvitationFactory(email=friend.email, max_uses=1)
    invitations.accept(invitation, by=friend, now=now)
    assert roles(invitation.community)[friend.pk] == "member"
    invitation.refresh_from_db()
    assert invitation.uses == 1
    mail = OutboxMessage.objects.get()
    assert (mail.template, mail.to_user) == ("members.member_joined", invitation.community.leader)


def test_invitation_by_mail_works_once(now):
    friend = UserFactory()
    invitation = InvitationFactory(email=friend.email, max_uses=1)
    invitations.accept(invitation, by=friend, now=now)
    invitation.community.memberships.filter(user=friend).delete()
    with pytest.raises(InvitationClosed):
        invitations.accept(invitation, by=friend, now=now)


def test_invitation_by_mail_is_for_that_person(now):
    friend, stranger = UserFactory(), UserFactory()
    unproved = UserFactory(email="unproved@example.org", verified=False)
    invitation = InvitationFactory(email=friend.email, max_uses=1)
    own = InvitationFactory(email=unproved.email, max_uses=1)
    for person, item in ((stranger, invitation), (unproved, own)):
        with pytest.raises(InvitationClosed):
            invitations.accept(item, by=person, now=now)
        with pytest.raises(InvitationClosed):
            invitations.decline(item, by=person, now=now)


@pytest.mark.parametrize("state", ["expired", "revoked", "declined", "used up", "dissolved"])
def test_closed_invitation_lets_nobody_in(now, state):
    friend = UserFactory()
    invitation = InvitationFactory(email=friend.email, max_uses=1)
    if state == "expired":
        invitation.expires_at = now
    elif state == "revoked":
        invitation.revoked_at = now
    elif state == "declined":
        invitation.declined_at = now
    elif state == "used up":
        invitation.uses = 1
    else:
        invitation.community.dissolved_at = now
        invitation.community.save()
    invitation.save()
    assert invitation.is_open(now) is False
    with pytest.raises(InvitationClosed):
        invitations.accept(invitation, by=friend, now=now)
    assert friend.pk not in roles(invitation.community)


def test_accepting_twice_uses_up_nothing(now):
    friend = UserFactory()
    invitation = InvitationFactory(max_uses=2)
    first = invitations.accept(invitation, by=friend, now=now)
    assert invitations.accept(invitation, by=friend, now=now) == first
    invitation.refresh_from_db()
    assert invitation.uses == 1


def test_declining_and_revoking_close_it(now):
    friend = UserFactory()
    declined = InvitationFactory(email=friend.email, max_uses=1)
    invitations.decline(declined, by=friend, now=now)
    revoked = InvitationFactory()
    with pytest.raises(NotAllowed):
        invitations.revoke(revoked, by=friend, now=now)
    invitations.revoke(revoked, by=revoked.community.leader, now=now)
    for invitation in (declined, revoked):
        invitation.refresh_from_db()
        assert invitation.is_open(now) is False


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_link_for_three_lets_three_of_eight_in(now):
    friends = UserFactory.create_batch(8)
    invitation = InvitationFactory(max_uses=3)
    outcomes = at_once(
        lambda friend: invitations.accept(
            CommunityInvitation.objects.get(pk=invitation.pk), by=friend, now=now
        ),
        friends,
    )
    assert sorted(outcomes) == ["InvitationClosed"] * 5 + ["done"] * 3
    assert len(roles(invitation.community)) == 4


class TestAnswering:
    """The pages on which an invitation is answered."""

    def address(self, invitation, name="answer"):
        return reverse(f"members_invitations:{name}", args=[invitation.token])

    def test_stranger_sees_it_and_is_led_to_signing_in_and_back(self, client):
        invitation = InvitationFactory()
        response = client.get(self.address(invitation))
        page = response.content.decode()
        assert invitation.community.name in page
        assert f"?next={self.address(invitation)}" in page
        assert (response["Referrer-Policy"], response["X-Robots-Tag"]) == (
            "same-origin",
            "noindex",
        )
        assert client.post(self.address(invitation, "accept")).url.startswith(
            reverse("account_login")
        )

    def test_member_joins_by_a_link(self, member_client, member):
        invitation = InvitationFactory()
        response = member_client.post(self.address(invitation, "accept"))
        assert response.url == reverse("members:community", args=[invitation.community_id])
        assert member_client.get(response.url).status_code == 200

    def test_looking_does_not_join(self, member_client, member):
        invitation = InvitationFactory()
        member_client.get(self.address(invitation))
        member_client.get(self.address(invitation, "accept"))
        assert member.pk not in roles(invitation.community)

    def test_wrong_person_is_told_without_the_address(self, member_client):
        invitation = InvitationFactory(email="secret.friend@example.org", max_uses=1)
        page = member_client.get(self.address(invitation)).content.decode()
        assert "secret.friend" not in page
        assert "다른 이메일 주소" in page
        member_client.post(self.address(invitation, "accept"))
        assert invitation.community.memberships.count() == 1

    def test_unknown_token_is_not_found(self, client):
        response = client.get(reverse("members_invitations:answer", args=["nothing"]))
        assert response.status_code == 404

    def test_leader_invites_from_the_page_and_takes_it_back(self, client):
        community = CommunityFactory()
        client.force_login(community.leader, "django.contrib.auth.backends.ModelBackend")
        address = reverse("members:invite", args=[community.pk])
        client.post(address, {"mail-email": "friend@example.org"})
        client.post(address, {"link-uses": "5"})
        assert sorted(community.invitations.values_list("email", "max_uses")) == [
            ("", 5),
            ("friend@example.org", 1),
        ]
        page = client.get(address).content.decode()
        assert "friend@example.org" in page
        for invitation in community.invitations.all():
            client.post(reverse("members:revoke", args=[community.pk, invitation.pk]))
        assert community.invitations.filter(revoked_at__isnull=True).count() == 0

    def test_bad_address_stays_in_the_form(self, client):
        community = CommunityFactory()
        client.force_login(community.leader, "django.contrib.auth.backends.ModelBackend")
        response = client.post(
            reverse("members:invite", args=[community.pk]), {"mail-email": "no address"}
        )
        assert set(response.context["by_mail"].errors) == {"email"}
        assert "no address" in response.content.decode()
