import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from members import rules
from tests.members.factories import CommunityFactory, UserFactory

pytestmark = pytest.mark.django_db

EXPECTED = {
    #             member, leader, treasurer, edit, apply, manage, leave
    "leader": (True, True, False, True, True, True, False),
    "treasurer": (True, False, True, True, True, False, True),
    "member": (True, False, False, True, False, False, True),
    "stranger": (False, False, False, False, False, False, False),
    "anonymous": (False, False, False, False, False, False, False),
}


def people():
    found = {name: UserFactory() for name in ("leader", "treasurer", "member", "stranger")}
    return {**found, "anonymous": AnonymousUser()}


def answers(user, community):
    return tuple(
        rule(user, community)
        for rule in (
            rules.is_member,
            rules.is_leader,
            rules.is_treasurer,
            rules.can_edit_for,
            rules.may_apply_for,
            rules.may_manage,
            rules.may_leave,
        )
    )


def test_rules_answer_by_role():
    who = people()
    community = CommunityFactory(
        leader=who["leader"], treasurer=who["treasurer"], members=[who["member"]]
    )
    assert {name: answers(user, community) for name, user in who.items()} == EXPECTED


def test_rules_close_with_a_dissolved_community():
    who = people()
    community = CommunityFactory(
        leader=who["leader"],
        treasurer=who["treasurer"],
        members=[who["member"]],
        dissolved_at=timezone.now(),
    )
    assert {answers(user, community) for user in who.values()} == {(False,) * 7}


def test_last_leader_may_leave():
    community = CommunityFactory()
    assert rules.may_leave(community.leader, community) is True
