"""What the database itself refuses, on either engine."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from members.models import Child, Community, CommunityMembership, Consent
from tests.members.factories import (
    ChildFactory,
    CommunityFactory,
    ConsentFactory,
    ConsentTextFactory,
    InvitationFactory,
    ProfileFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def refused(make, *args, **kwargs):
    with pytest.raises(IntegrityError), transaction.atomic():
        make(*args, **kwargs)


def test_community_has_exactly_one_leader():
    community = CommunityFactory()
    refused(Community.objects.filter(pk=community.pk).update, leader=None)
    with pytest.raises(ProtectedError):
        community.leader.delete()


def test_leader_and_treasurer_are_two_people():
    community = CommunityFactory()
    refused(Community.objects.filter(pk=community.pk).update, treasurer=community.leader)


def test_community_name_is_one_in_its_district_while_it_lives():
    community = CommunityFactory(name="달", district="guro")
    refused(CommunityFactory, name="달", district="guro")
    CommunityFactory(name="달", district="mapo")
    community.dissolved_at = timezone.now()
    community.save()
    CommunityFactory(name="달", district="guro")
    refused(CommunityFactory, name="")


def test_one_belongs_once():
    community = CommunityFactory()
    refused(CommunityMembership.objects.create, community=community, user=community.leader)


def test_invitation_is_never_used_more_often_than_it_may():
    refused(InvitationFactory, max_uses=1, uses=2)
    refused(InvitationFactory, email="a@example.org", max_uses=2)
    first = InvitationFactory(email="a@example.org", max_uses=1)
    refused(InvitationFactory, community=first.community, email="A@example.org", max_uses=1)


def test_consent_is_in_force_once_and_ends_after_it_began():
    consent = ConsentFactory()
    refused(ConsentFactory, user=consent.user, text=consent.text)
    refused(
        Consent.objects.filter(pk=consent.pk).update,
        withdrawn_at=consent.given_at - timedelta(seconds=1),
    )
    refused(ConsentTextFactory, purpose="news", version=1)
    refused(ConsentTextFactory, version=0)
    with pytest.raises(ProtectedError):
        consent.text.delete()


def test_child_has_a_name_and_a_believable_birth_year():
    refused(ChildFactory, name="")
    refused(ChildFactory, birth_year=1989)
    assert {field.name for field in Child._meta.get_fields()} == {
        "id",
        "parent",
        "name",
        "birth_year",
    }


def test_interest_is_held_once():
    profile = ProfileFactory()
    profile.interests.create(interest="leave")
    refused(profile.interests.create, interest="leave")


def test_address_is_one_without_regard_to_case():
    UserFactory(email="a@example.org")
    refused(UserFactory, email="A@example.org")
