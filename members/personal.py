"""What the members app knows of a person: given out, and erased.

The account is erased last. Its row stays as a nameless shell, so that registrations, papers
and the logs keep pointing to one and the same nobody.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.privacy.sessions import sessions_of
from members.domain import communities
from members.models import Community, CommunityInvitation, User
from members.models.user import new_calendar_token
from members.queries import memberships_of
from plugins.api import (
    Contribution,
    DataSection,
    ErasurePlan,
    Hindrance,
    Kept,
    PersonalDataEraser,
    PersonalDataExporter,
    RetentionRule,
    rows_of,
)

COVERS = (
    "members.User",
    "members.Profile",
    "members.ProfileInterest",
    "members.Child",
    "members.Consent",
    "members.Community",
    "members.CommunityMembership",
    "members.CommunityInvitation",
    "account.EmailAddress",
    "mfa.Authenticator",
    "socialaccount.SocialAccount",
)
NO_EXPORT = {
    "members.User.password": "a digest that opens the account",
    "members.User.calendar_token": "a secret; the page “My calendar” shows it",
    "members.CommunityInvitation.token": "a secret of the community's",
    "members.CommunityInvitation.email": "another person's address",
}
NO_ERASURE = {
    "members.Community.name": "the community's, not one person's",
    "members.Community.about": "the community's, not one person's",
    "members.CommunityInvitation.email": "another person's address, destroyed by its own rule",
    "members.CommunityInvitation.token": "the community's, worthless once used or revoked",
}


def contributions() -> Iterable[Contribution]:
    """Return this app's exporter, erasers and retention rules."""
    yield from retention()
    label = gettext_lazy("Account and communities")
    yield PersonalDataExporter(
        key="members.data", label=label, covers=COVERS, exempt=NO_EXPORT, export=export, order=10
    )
    yield PersonalDataEraser(
        key="members.erase_communities",
        label=label,
        covers=(
            "members.Community",
            "members.CommunityMembership",
            "members.CommunityInvitation",
        ),
        exempt=NO_ERASURE,
        plan=plan_communities,
        erase=erase_communities,
        order=800,
    )
    yield PersonalDataEraser(
        key="members.erase_account",
        label=label,
        covers=tuple(name for name in COVERS if not name.startswith("members.Community")),
        plan=plan_account,
        erase=erase_account,
        order=900,
    )


def retention() -> Iterable[RetentionRule]:
    """Return what this app destroys in time."""
    yield RetentionRule(
        key="members.invited_addresses",
        label=gettext_lazy("Addresses of people invited to a community"),
        rule=gettext_lazy("30 days after the invitation has ended"),
        days=30,
        destroy=_forget_invited,
    )


def _forget_invited(before: datetime) -> list[str]:
    due = CommunityInvitation.objects.filter(expires_at__lt=before).exclude(email="")
    names = [str(pk) for pk in due.values_list("pk", flat=True)]
    due.delete()
    return names


def export(person: User) -> Iterable[DataSection]:
    """Yield the account, the household, consents, communities, and the ways to sign in."""
    yield DataSection(
        title=_("Account"),
        rows=rows_of([person], "name", "email", "phone", "language", "date_joined", "last_login"),
    )
    yield DataSection(
        title=_("E-mail addresses"),
        rows=rows_of(EmailAddress.objects.filter(user=person), "email", "verified", "primary"),
    )
    profile = getattr(person, "profile", None)
    if profile is not None:
        [row] = rows_of([profile], "home_district", "work_district", "employment", "changed_at")
        row[_("Interests")] = [str(interest) for interest in profile.interests.all()]
        yield DataSection(title=_("Profile"), rows=[row])
    yield DataSection(
        title=_("Children"), rows=rows_of(person.children.all(), "name", "birth_year")
    )
    yield DataSection(
        title=_("Consents"),
        rows=[
            {
                _("text"): consent.text.local_title,
                _("version"): consent.text.version,
                _("wording"): consent.text.local_text,
                _("given at"): consent.given_at,
                _("withdrawn at"): consent.withdrawn_at,
            }
            for consent in person.consents.select_related("text")
        ],
    )
    yield DataSection(
        title=_("Communities"),
        rows=[
            {
                _("community"): membership.community.name,
                _("district"): membership.community.get_district_display(),
                _("role"): str(membership.role.label),
                _("joined at"): membership.joined_at,
                _("what the community does"): membership.community.about,
            }
            for membership in memberships_of(person)
        ],
    )
    yield DataSection(
        title=_("Invitations you sent"),
        rows=rows_of(
            CommunityInvitation.objects.filter(invited_by=person), "community", "created_at", "uses"
        ),
    )
    yield DataSection(title=_("Ways to sign in"), rows=list(_ways_to_sign_in(person)))


def _ways_to_sign_in(person: User) -> Iterable[dict[str, Any]]:
    """Yield what there is to sign in with, never what opens anything."""
    if person.has_usable_password():
        yield {_("kind"): _("Password")}
    for key in Authenticator.objects.filter(user=person):
        yield {
            _("kind"): str(key.get_type_display()),
            _("name"): str(key.data.get("name", "")) if key.type == "webauthn" else "",
            _("added at"): key.created_at,
            _("last used at"): key.last_used_at,
        }
    for account in SocialAccount.objects.filter(user=person):
        yield {
            _("kind"): account.provider,
            _("name"): account.uid,
            _("added at"): account.date_joined,
            _("last used at"): account.last_login,
            _("data"): account.extra_data,
        }
    for session in sessions_of(person):
        yield {_("kind"): _("Signed-in browser"), _("signed in until"): session.expire_date}


def plan_communities(person: User, now: datetime) -> ErasurePlan:
    """Say which communities the person leaves, and which must be handed over first."""
    goes, hindered_by = [], []
    for membership in memberships_of(person):
        community = membership.community
        if community.leader_id != person.pk:
            goes.append(_("Your membership in %(name)s") % {"name": community.name})
        elif membership.member_count == 1:
            goes.append(
                _("The community %(name)s: you are the last one there, so it is dissolved")
                % {"name": community.name}
            )
        else:
            hindered_by.append(
                Hindrance(
                    text=_("You lead %(name)s. Please hand over the lead first.")
                    % {"name": community.name},
                    path=reverse("members:community", args=[community.pk]),
                )
            )
    return ErasurePlan(goes=goes, hindered_by=hindered_by)


def erase_communities(person: User, now: datetime) -> Iterable[Kept]:
    """Take the person out of every community, and off every invitation."""
    for membership in list(memberships_of(person)):
        communities.forget(membership.community, person=person, now=now)
    addresses = {
        person.email,
        *EmailAddress.objects.filter(user=person).values_list("email", flat=True),
    }
    CommunityInvitation.objects.filter(email__in=addresses).delete()
    CommunityInvitation.objects.filter(invited_by=person, revoked_at=None).update(revoked_at=now)
    CommunityInvitation.objects.filter(invited_by=person).update(invited_by=None)
    return ()


def plan_account(person: User, now: datetime) -> ErasurePlan:
    """Say that the account goes; that of staff only once its roles are taken away."""
    hindered_by = []
    if person.is_superuser or person.groups.exists():
        hindered_by.append(
            Hindrance(text=_("You work here. Ask an administrator to take your roles away first."))
        )
    return ErasurePlan(
        goes=[
            _("Your account: name, e-mail address, phone number and every way to sign in"),
            _("Your profile, your household and your consents"),
        ],
        hindered_by=hindered_by,
    )


def erase_account(person: User, now: datetime) -> Iterable[Kept]:
    """Leave a row without anything personal in it, that nobody can sign in to."""
    from wagtail.users.models import UserProfile

    for session in sessions_of(person):
        session.delete()
    for model in (EmailAddress, Authenticator, SocialAccount, UserProfile):
        model._default_manager.filter(user=person).delete()
    person.children.all().delete()
    person.consents.all().delete()
    if (profile := getattr(person, "profile", None)) is not None:
        profile.delete()
    with translation.override(settings.LANGUAGE_CODE):
        name = _("former member")
    # By query: the object keeps what it came with, for the erasers after this one.
    User.objects.filter(pk=person.pk).update(
        email=f"former-{person.pk}@erased.invalid",
        name=name,
        phone="",
        password=make_password(None),
        is_active=False,
        last_login=None,
        calendar_token=new_calendar_token(),
        session_epoch=person.session_epoch + 1,
        erased_at=now,
    )
    return ()


def led_by(person: User) -> Any:
    """Return the active communities the person leads or keeps the money of."""
    return Community.objects.active().filter(leader=person) | Community.objects.active().filter(
        treasurer=person
    )
