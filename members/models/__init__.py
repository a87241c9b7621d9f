"""Nouns of the members app."""

from members.models.community import Community, CommunityMembership
from members.models.consent import Consent, ConsentText, Purpose
from members.models.invitation import CommunityInvitation
from members.models.profile import Child, Employment, Interest, Profile, ProfileInterest
from members.models.user import User

__all__ = [
    "Child",
    "Community",
    "CommunityInvitation",
    "CommunityMembership",
    "Consent",
    "ConsentText",
    "Employment",
    "Interest",
    "Profile",
    "ProfileInterest",
    "Purpose",
    "User",
]
