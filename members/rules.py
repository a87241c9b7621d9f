"""Who may do what with a community; asked by pages, staff area, feeds and programmes alike.

Every predicate takes a user, anonymous ones included, and answers False for a
community that has been dissolved. Each asks the database at most once.
"""

from typing import Any

from members.models import Community, CommunityMembership, ConsentText

Role = CommunityMembership.Role


def is_member(user: Any, community: Community) -> bool:
    """Return whether the user belongs to the community, in whatever role."""
    return community.role_of(user) is not None


def is_leader(user: Any, community: Community) -> bool:
    """Return whether the user leads the community."""
    return community.role_of(user) == Role.LEADER


def is_treasurer(user: Any, community: Community) -> bool:
    """Return whether the user keeps the community's money."""
    return community.role_of(user) == Role.TREASURER


def can_edit_for(user: Any, community: Community) -> bool:
    """Return whether the user may start and write drafts in the community's name: any member."""
    return is_member(user, community)


def may_apply_for(user: Any, community: Community) -> bool:
    """Return whether the user may bind the community, submit and withdraw: leader or treasurer."""
    return community.role_of(user) in {Role.LEADER, Role.TREASURER}


def may_manage(user: Any, community: Community) -> bool:
    """Return whether the user may edit the community, invite, and give out roles: the leader."""
    return is_leader(user, community)


def may_leave(user: Any, community: Community) -> bool:
    """Return whether the user may leave: anyone but a leader who is not the last one there."""
    role = community.role_of(user)
    if role is None:
        return False
    return role != Role.LEADER or community.memberships.count() == 1


def may_view_people(user: Any) -> bool:
    """Return whether a staff member may read people's records."""
    return bool(user.has_perm("members.view_user"))


def may_edit_text(text: ConsentText) -> bool:
    """Return whether the wording may still change: nobody has ever agreed to it."""
    return text.pk is None or not text.consents.exists()
