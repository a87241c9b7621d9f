"""The life of a community: founded, changed, handed over, left, dissolved.

Every change first takes the community's row by a conditional update, so that two at
once come one after the other on either database: nobody leaves as plain member while
being made leader, and two leaders never hand over at the same time.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from cms.audit import log
from cms.mail import outbox
from cms.pagecache.version import touch
from members.domain.refusals import NotAllowed, Refused
from members.models import Community, CommunityMembership, User
from plugins.api import CommunityJoined, CommunityLeft, send

CHANGEABLE = ("name", "district", "about", "is_listed")


@transaction.atomic
def found(
    *,
    by: User,
    name: str,
    district: str,
    now: datetime,
    about: str = "",
    is_listed: bool = False,
) -> Community:
    """Found a community, led by its founder; raises Refused if the name is taken there."""
    try:
        with transaction.atomic():
            community = Community.objects.create(
                name=name,
                district=district,
                about=about,
                is_listed=is_listed,
                leader=by,
                founded_at=now,
                changed_at=now,
            )
    except IntegrityError as error:
        raise Refused(_name_taken()) from error
    CommunityMembership.objects.create(community=community, user=by, joined_at=now)
    send(CommunityJoined(community_id=community.pk, person_id=by.pk))
    log.record(
        "members.community.founded",
        subject=community,
        by=by,
        after={"name": name, "district": district, "is_listed": is_listed},
    )
    if is_listed:
        touch()
    return community


@transaction.atomic
def change(community: Community, values: Mapping[str, Any], *, by: User, now: datetime) -> None:
    """Store new words about the community; raises NotAllowed unless ``by`` leads it."""
    take(community, now=now, leader=by)
    changed = [name for name in CHANGEABLE if getattr(community, name) != values[name]]
    if not changed:
        return
    before = {name: getattr(community, name) for name in changed}
    after = {name: values[name] for name in changed}
    try:
        with transaction.atomic():
            Community.objects.filter(pk=community.pk).update(**after)
    except IntegrityError as error:
        raise Refused(_name_taken()) from error
    for name in changed:
        setattr(community, name, values[name])
    log.record("members.community.changed", subject=community, by=by, before=before, after=after)
    touch()


@transaction.atomic
def hand_over(community: Community, *, to: User, by: User, now: datetime) -> None:
    """Make another member the leader; the former one stays as plain member.

    A treasurer who becomes leader lays the treasury down. Raises NotAllowed unless
    ``by`` leads the community, Refused when ``to`` does not belong to it.
    """
    take(community, now=now, leader=by)
    _must_belong(community, to)
    if to.pk == by.pk:
        raise Refused(_("You are the leader already."))
    Community.objects.filter(pk=community.pk, treasurer=to).update(treasurer=None)
    Community.objects.filter(pk=community.pk).update(leader=to)
    community.refresh_from_db(fields=["leader", "treasurer", "changed_at"])
    log.record(
        "members.community.handed_over",
        subject=community,
        by=by,
        before={"leader": by.pk},
        after={"leader": to.pk},
    )
    _tell(community, "members.role_given", to, now, by=by, role="leader")


@transaction.atomic
def appoint_treasurer(community: Community, *, to: User | None, by: User, now: datetime) -> None:
    """Give the treasury to a member other than the leader, or with None to nobody."""
    take(community, now=now, leader=by)
    if to is not None:
        _must_belong(community, to)
        if to.pk == community.leader_id:
            raise Refused(_("The leader cannot keep the money as well."))
    before = community.treasurer_id
    if before == (to.pk if to else None):
        return
    Community.objects.filter(pk=community.pk).update(treasurer=to)
    community.treasurer = to
    log.record(
        "members.community.treasurer_changed",
        subject=community,
        by=by,
        before={"treasurer": before},
        after={"treasurer": to.pk if to else None},
    )
    if to is not None:
        _tell(community, "members.role_given", to, now, by=by, role="treasurer")


@transaction.atomic
def leave(community: Community, *, by: User, now: datetime) -> None:
    """Take ``by`` out of the community; the last one to leave dissolves it.

    Raises Refused when the leader has not handed over yet, or ``by`` does not belong.
    """
    take(community, now=now)
    _must_belong(community, by)
    if by.pk == community.leader_id:
        if community.memberships.count() > 1:
            raise Refused(_("Please hand over the lead before you leave."))
        _dissolve(community, by=by, now=now)
        return
    _take_out(community, by)
    log.record("members.community.left", subject=community, by=by, after={"person": by.pk})
    _tell(community, "members.member_left", community.leader, now, by=by)


@transaction.atomic
def remove_member(community: Community, *, member: User, by: User, now: datetime) -> None:
    """Take another person out of the community; raises NotAllowed unless ``by`` leads it."""
    take(community, now=now, leader=by)
    _must_belong(community, member)
    if member.pk == community.leader_id:
        raise Refused(_("Please hand over the lead before you leave."))
    _take_out(community, member)
    log.record(
        "members.community.member_removed", subject=community, by=by, after={"person": member.pk}
    )
    _tell(community, "members.removed", member, now, by=by)


@transaction.atomic
def forget(community: Community, *, person: User, now: datetime) -> None:
    """Take out somebody whose account is being erased; nobody is told a name.

    Dissolves the community with its last member. Raises Refused for a leader others follow.
    """
    take(community, now=now)
    if person.pk == community.leader_id:
        if community.memberships.count() > 1:
            raise Refused(_("Please hand over the lead before you leave."))
        _dissolve(community, by=person, now=now)
        return
    _take_out(community, person)
    log.record("members.community.left", subject=community, by=None, after={"person": person.pk})


def take(community: Community, *, now: datetime, leader: User | None = None) -> None:
    """Hold the community's row until the transaction ends, and read it afresh.

    Raises Refused when it is dissolved, NotAllowed when ``leader`` no longer leads it.
    """
    condition = Q(pk=community.pk, dissolved_at__isnull=True)
    if leader is not None:
        condition &= Q(leader=leader)
    if not Community.objects.filter(condition).update(changed_at=now):
        community.refresh_from_db()
        if community.is_active:
            raise NotAllowed(_("Only the leader of the community may do this."))
        raise Refused(_("The community has been dissolved."))
    community.refresh_from_db()


def address_of(community: Community, *, language: str) -> str:
    """Return the absolute address of the community's page for its members."""
    with translation.override(language):
        return settings.WAGTAILADMIN_BASE_URL + reverse("members:community", args=[community.pk])


def _must_belong(community: Community, user: User) -> None:
    if not community.memberships.filter(user=user).exists():
        raise Refused(_("This person is not a member of the community."))


def _take_out(community: Community, user: User) -> None:
    Community.objects.filter(pk=community.pk, treasurer=user).update(treasurer=None)
    community.memberships.filter(user=user).delete()
    send(CommunityLeft(community_id=community.pk, person_id=user.pk))
    community.refresh_from_db(fields=["treasurer"])


def _dissolve(community: Community, *, by: User, now: datetime) -> None:
    for person_id in community.memberships.values_list("user_id", flat=True):
        send(CommunityLeft(community_id=community.pk, person_id=person_id))
    community.memberships.all().delete()
    community.invitations.filter(revoked_at__isnull=True).update(revoked_at=now)
    community.dissolved_at = now
    community.is_listed = False
    community.treasurer = None
    community.save(update_fields=["dissolved_at", "is_listed", "treasurer"])
    log.record("members.community.dissolved", subject=community, by=by)
    touch()


def _tell(
    community: Community, template: str, to: User, now: datetime, *, by: User, **extra: str
) -> None:
    outbox.queue(
        template,
        to=to,
        context={
            "name": to.name,
            "by": by.name,
            "community": community.name,
            "url": address_of(community, language=to.language),
            **extra,
        },
        idempotency_key=f"{template}:{community.pk}:{to.pk}:{now.isoformat()}",
    )


def _name_taken() -> str:
    return _("There is a community of this name in the district.")
