"""Inviting people to a community, and their answers.

An invitation is used by a conditional update of its counter: however many open the
link at once, it never admits more than it may.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cms.audit import log
from cms.mail import outbox
from members import queries
from members.domain import communities
from members.domain.refusals import InvitationClosed, Refused
from members.limits import InvitationLimits
from members.models import Community, CommunityInvitation, CommunityMembership, User
from plugins.api import CommunityJoined, current, send

OPEN_AT_MOST = 50
LINK_USES_AT_MOST = 50


def address_of(invitation: CommunityInvitation) -> str:
    """Return the absolute address at which the invitation is answered."""
    return settings.WAGTAILADMIN_BASE_URL + reverse(
        "members_invitations:answer", args=[invitation.token]
    )


@transaction.atomic
def invite_by_mail(
    community: Community, *, email: str, by: User, now: datetime
) -> CommunityInvitation:
    """Invite one person by mail; an open invitation to the same address is replaced.

    Raises NotAllowed unless ``by`` leads the community, Refused when the person belongs
    to it already or too many invitations went out.
    """
    communities.take(community, now=now, leader=by)
    email = email.strip().lower()
    if community.memberships.filter(
        user__emailaddress__email__iexact=email, user__emailaddress__verified=True
    ).exists():
        raise Refused(_("This person is a member already."))
    community.invitations.filter(
        email__iexact=email, uses=0, revoked_at__isnull=True, declined_at__isnull=True
    ).update(revoked_at=now)
    invitation = _create(community, by=by, now=now, email=email, max_uses=1)
    outbox.queue(
        "members.invitation",
        to=email,
        context={
            "by": by.name,
            "community": community.name,
            "about": community.about,
            "url": address_of(invitation),
            "expires": date_format(timezone.localtime(invitation.expires_at), "DATETIME_FORMAT"),
        },
        idempotency_key=f"members.invitation:{invitation.pk}",
        language=translation.get_language() or "ko",
    )
    return invitation


@transaction.atomic
def invite_by_link(
    community: Community, *, by: User, now: datetime, uses: int = 10
) -> CommunityInvitation:
    """Make a link that lets ``uses`` people in; raises NotAllowed, Refused as above."""
    communities.take(community, now=now, leader=by)
    uses = max(1, min(uses, LINK_USES_AT_MOST))
    return _create(community, by=by, now=now, email="", max_uses=uses)


def _create(
    community: Community, *, by: User, now: datetime, email: str, max_uses: int
) -> CommunityInvitation:
    lately = community.invitations.filter(created_at__gt=now - timedelta(days=1)).count()
    limits = current(InvitationLimits)
    if lately >= limits.a_day or queries.open_invitations(community, now).count() >= OPEN_AT_MOST:
        raise Refused(_("Many invitations are open already. Please try again tomorrow."))
    invitation = CommunityInvitation.objects.create(
        community=community,
        invited_by=by,
        email=email,
        max_uses=max_uses,
        created_at=now,
        expires_at=now + timedelta(days=limits.days),
    )
    log.record(
        "members.invitation.sent" if email else "members.invitation.link_made",
        subject=community,
        by=by,
        after={"invitation": invitation.pk, "uses": max_uses},
    )
    return invitation


@transaction.atomic
def accept(invitation: CommunityInvitation, *, by: User, now: datetime) -> CommunityMembership:
    """Let ``by`` into the community and tell its leader; return the membership.

    Someone who belongs already keeps their membership and uses nothing up. Raises
    InvitationClosed when it is over, used up, revoked, or was sent to another address.
    """
    community = invitation.community
    if invitation.email and not queries.owns_address(by, invitation.email):
        raise InvitationClosed(_("This invitation was sent to another e-mail address."))
    try:
        communities.take(community, now=now)
    except Refused as error:
        raise InvitationClosed(str(error)) from error
    if held := community.memberships.filter(user=by).first():
        return held
    if not _open(invitation, now).update(uses=F("uses") + 1):
        raise InvitationClosed(_("This invitation is no longer open."))
    membership = CommunityMembership.objects.create(community=community, user=by, joined_at=now)
    send(CommunityJoined(community_id=community.pk, person_id=by.pk))
    log.record(
        "members.community.joined",
        subject=community,
        by=by,
        after={"person": by.pk, "invitation": invitation.pk},
    )
    outbox.queue(
        "members.member_joined",
        to=community.leader,
        context={
            "name": community.leader.name,
            "by": by.name,
            "community": community.name,
            "url": communities.address_of(community, language=community.leader.language),
        },
        idempotency_key=f"members.member_joined:{membership.pk}",
    )
    return membership


@transaction.atomic
def decline(invitation: CommunityInvitation, *, by: User, now: datetime) -> None:
    """Say no to an invitation by mail; it is closed for good."""
    if not invitation.email or not queries.owns_address(by, invitation.email):
        raise InvitationClosed(_("This invitation was sent to another e-mail address."))
    if not _open(invitation, now).update(declined_at=now):
        raise InvitationClosed(_("This invitation is no longer open."))
    log.record(
        "members.invitation.declined",
        subject=invitation.community,
        by=by,
        after={"invitation": invitation.pk},
    )


@transaction.atomic
def revoke(invitation: CommunityInvitation, *, by: User, now: datetime) -> None:
    """Take an invitation back; raises NotAllowed unless ``by`` leads the community."""
    communities.take(invitation.community, now=now, leader=by)
    if not _open(invitation, now).update(revoked_at=now):
        raise InvitationClosed(_("This invitation is no longer open."))
    log.record(
        "members.invitation.revoked",
        subject=invitation.community,
        by=by,
        after={"invitation": invitation.pk},
    )


def _open(invitation: CommunityInvitation, now: datetime) -> QuerySet[CommunityInvitation]:
    return CommunityInvitation.objects.filter(
        pk=invitation.pk,
        revoked_at__isnull=True,
        declined_at__isnull=True,
        expires_at__gt=now,
        uses__lt=F("max_uses"),
    )
