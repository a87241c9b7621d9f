"""A community always has one leader, whoever does what at once."""

import threading

import pytest
from django.db import connection, connections

from cms.audit.models import Entry
from cms.mail.models import OutboxMessage
from members.domain import communities
from members.domain.refusals import NotAllowed, Refused
from members.models import Community, CommunityMembership
from tests.members.factories import CommunityFactory, InvitationFactory, UserFactory

pytestmark = pytest.mark.django_db


def roles(community):
    community.refresh_from_db()
    found = community.memberships.select_related("community").order_by("pk")
    return {membership.user_id: membership.role.value for membership in found}


def mails():
    return list(OutboxMessage.objects.values_list("template", "to_user"))


def test_found_makes_the_founder_leader_and_member(now):
    founder = UserFactory()
    community = communities.found(by=founder, name="해바라기", district="guro", now=now)
    assert roles(community) == {founder.pk: "leader"}
    entry = Entry.objects.get(action="members.community.founded")
    assert (entry.by, entry.subject_id) == (founder, str(community.pk))


def test_found_refuses_a_name_taken_in_the_district(now):
    communities.found(by=UserFactory(), name="해바라기", district="guro", now=now)
    with pytest.raises(Refused):
        communities.found(by=UserFactory(), name="해바라기", district="guro", now=now)
    communities.found(by=UserFactory(), name="해바라기", district="mapo", now=now)
    assert Community.objects.count() == CommunityMembership.objects.count() == 2


def test_change_is_the_leaders_and_names_what_changed(now):
    member = UserFactory()
    community = CommunityFactory(members=[member], name="해바라기", district="guro")
    values = {"name": "달맞이", "district": "guro", "about": community.about, "is_listed": False}
    with pytest.raises(NotAllowed):
        communities.change(community, values, by=member, now=now)
    communities.change(community, values, by=community.leader, now=now)
    entry = Entry.objects.get(action="members.community.changed")
    assert (entry.before, entry.after) == ({"name": "해바라기"}, {"name": "달맞이"})


def test_hand_over_changes_the_leader_and_tells_the_new_one(now):
    member = UserFactory()
    community = CommunityFactory(members=[member])
    old = community.leader
    communities.hand_over(community, to=member, by=old, now=now)
    assert roles(community) == {old.pk: "member", member.pk: "leader"}
    assert mails() == [("members.role_given", member.pk)]


def test_hand_over_to_the_treasurer_frees_the_treasury(now):
    treasurer = UserFactory()
    community = CommunityFactory(treasurer=treasurer)
    communities.hand_over(community, to=treasurer, by=community.leader, now=now)
    assert sorted(roles(community).values()) == ["leader", "member"]


def test_hand_over_is_the_leaders_and_to_members_only(now):
    member, stranger = UserFactory(), UserFactory()
    community = CommunityFactory(members=[member])
    with pytest.raises(NotAllowed):
        communities.hand_over(community, to=member, by=member, now=now)
    with pytest.raises(Refused):
        communities.hand_over(community, to=stranger, by=community.leader, now=now)
    with pytest.raises(Refused):
        communities.hand_over(community, to=community.leader, by=community.leader, now=now)
    assert roles(community) == {community.leader_id: "leader", member.pk: "member"}


def test_treasurer_is_appointed_and_dismissed(now):
    member = UserFactory()
    community = CommunityFactory(members=[member])
    leader = community.leader
    communities.appoint_treasurer(community, to=member, by=leader, now=now)
    assert roles(community) == {leader.pk: "leader", member.pk: "treasurer"}
    with pytest.raises(Refused):
        communities.appoint_treasurer(community, to=leader, by=leader, now=now)
    communities.appoint_treasurer(community, to=None, by=leader, now=now)
    assert roles(community) == {leader.pk: "leader", member.pk: "member"}
    assert Entry.objects.filter(action="members.community.treasurer_changed").count() == 2


def test_leader_must_hand_over_before_leaving(now):
    community = CommunityFactory(members=[UserFactory()])
    with pytest.raises(Refused):
        communities.leave(community, by=community.leader, now=now)


def test_member_leaves_and_the_leader_hears_of_it(now):
    treasurer = UserFactory()
    community = CommunityFactory(treasurer=treasurer)
    communities.leave(community, by=treasurer, now=now)
    assert roles(community) == {community.leader_id: "leader"}
    assert community.treasurer is None
    assert mails() == [("members.member_left", community.leader_id)]


def test_last_one_leaving_dissolves(now):
    community = CommunityFactory(is_listed=True)
    invitation = InvitationFactory(community=community)
    communities.leave(community, by=community.leader, now=now)
    community.refresh_from_db()
    invitation.refresh_from_db()
    assert (community.dissolved_at, community.is_listed) == (now, False)
    assert roles(community) == {}
    assert invitation.revoked_at == now
    with pytest.raises(Refused):
        communities.leave(community, by=community.leader, now=now)


def test_leader_takes_a_member_out_who_is_told(now):
    member = UserFactory()
    community = CommunityFactory(treasurer=member)
    with pytest.raises(NotAllowed):
        communities.remove_member(community, member=community.leader, by=member, now=now)
    communities.remove_member(community, member=member, by=community.leader, now=now)
    assert roles(community) == {community.leader_id: "leader"}
    assert mails() == [("members.removed", member.pk)]


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_hand_overs_at_once_make_one_leader(now):
    heirs = UserFactory.create_batch(6)
    community = CommunityFactory(members=heirs)
    leader = community.leader
    outcomes = at_once(
        lambda heir: communities.hand_over(
            Community.objects.get(pk=community.pk), to=heir, by=leader, now=now
        ),
        heirs,
    )
    assert sorted(outcomes) == ["NotAllowed"] * 5 + ["done"]
    assert list(roles(community).values()).count("leader") == 1


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_handing_over_to_someone_who_leaves_keeps_a_leader_inside(now):
    for _round in range(5):
        heir = UserFactory()
        community = CommunityFactory(members=[heir])
        leader = community.leader

        def act(verb, community=community, heir=heir, leader=leader):
            fresh = Community.objects.get(pk=community.pk)
            if verb == "leave":
                communities.leave(fresh, by=heir, now=now)
            else:
                communities.hand_over(fresh, to=heir, by=leader, now=now)

        at_once(act, ["leave", "hand over"])
        community.refresh_from_db()
        assert community.leader_id in roles(community)


def at_once(verb, arguments):
    """Run ``verb`` with each argument in a thread of its own; return the outcomes' names."""
    barrier = threading.Barrier(len(arguments))
    outcomes = []

    def run(argument):
        try:
            connection.ensure_connection()
            barrier.wait()
            verb(argument)
            outcomes.append("done")
        except Exception as error:  # noqa: BLE001 - the outcome is what is tested
            outcomes.append(type(error).__name__)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[argument]) for argument in arguments]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes
