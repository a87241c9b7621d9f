"""Reads used in more than one place."""

from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import Case, Count, F, OuterRef, QuerySet, Subquery, When

from cms.districts import District
from members.models import (
    Community,
    CommunityInvitation,
    CommunityMembership,
    Consent,
    ConsentText,
    Purpose,
    User,
)


def current_texts(now: datetime) -> QuerySet[ConsentText]:
    """Return the wording in effect for each purpose: its highest version by then."""
    latest = (
        ConsentText.objects.filter(purpose=OuterRef("purpose"), effective_from__lte=now)
        .order_by("-version")
        .values("pk")[:1]
    )
    places = [When(purpose=purpose, then=place) for place, purpose in enumerate(Purpose)]
    return ConsentText.objects.filter(pk=Subquery(latest)).order_by(
        "-is_required", Case(*places, default=len(places))
    )


def consents_in_force(user: User) -> QuerySet[Consent]:
    """Return what the person has agreed to and not taken back, with the wording."""
    return user.consents.filter(withdrawn_at__isnull=True).select_related("text")


def has_consented(user: User, purpose: str) -> bool:
    """Return whether the person agrees to some version for the purpose."""
    return consents_in_force(user).filter(text__purpose=purpose).exists()


def communities_of(user: Any) -> QuerySet[Community]:
    """Return the communities the person belongs to, with their ``member_count``."""
    return Community.objects.filter(
        pk__in=Community.objects.of(user).values("pk")
    ).with_member_count()


def listed_communities() -> QuerySet[Community]:
    """Return the communities everyone may see, by district as in public lists, then name."""
    places = [When(district=district, then=place) for place, district in enumerate(District)]
    return Community.objects.active().filter(is_listed=True).order_by(Case(*places), "name", "pk")


def memberships_of(user: Any) -> QuerySet[CommunityMembership]:
    """Return the person's memberships by community name, each with its ``member_count``."""
    return (
        CommunityMembership.objects.filter(user_id=user.pk, community__dissolved_at__isnull=True)
        .select_related("community")
        .annotate(member_count=Count("community__memberships"))
        .order_by("community__name", "pk")
    )


def owns_address(user: User, email: str) -> bool:
    """Return whether the person has proved that the e-mail address is theirs."""
    return EmailAddress.objects.filter(user_id=user.pk, email__iexact=email, verified=True).exists()


def open_invitations(community: Community, now: datetime) -> QuerySet[CommunityInvitation]:
    """Return the community's invitations someone may still accept, newest first."""
    return community.invitations.filter(
        revoked_at__isnull=True,
        declined_at__isnull=True,
        expires_at__gt=now,
        uses__lt=F("max_uses"),
    ).select_related("community", "invited_by")


def invitations_for(user: User, now: datetime) -> QuerySet[CommunityInvitation]:
    """Return the open invitations sent to an address the person has proved."""
    addresses = EmailAddress.objects.filter(user_id=user.pk, verified=True).values("email")
    return (
        CommunityInvitation.objects.filter(
            email__in=addresses,
            uses=0,
            revoked_at__isnull=True,
            declined_at__isnull=True,
            expires_at__gt=now,
            community__dissolved_at__isnull=True,
        )
        .select_related("community", "invited_by")
        .order_by("created_at")
    )
