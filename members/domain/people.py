"""What a person changes about themselves: profile, household, calendar address.

The audit log names the fields that changed, not the private values in them.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cms.audit import log
from members.domain.refusals import Refused
from members.models import Child, Profile, ProfileInterest, Purpose, User
from members.models.user import new_calendar_token
from members.queries import has_consented

CHILDREN_AT_MOST = 12
UNPROVEN_KEPT = timedelta(days=1)

_OF_USER = ("name", "phone", "language")
_OF_PROFILE = ("home_district", "work_district", "employment")


@transaction.atomic
def save_profile(
    user: User, values: Mapping[str, Any], *, interests: Iterable[str], by: User
) -> list[str]:
    """Store the given fields of the person and the profile; return the names that changed."""
    profile, _new = Profile.objects.get_or_create(user=user)
    changed = [
        name
        for holder, names in ((user, _OF_USER), (profile, _OF_PROFILE))
        for name in names
        if name in values and getattr(holder, name) != values[name]
    ]
    for name in changed:
        setattr(user if name in _OF_USER else profile, name, values[name])
    if mine := [name for name in changed if name in _OF_USER]:
        user.save(update_fields=mine)
    profile.save()
    wanted = set(interests)
    held = set(profile.interests.values_list("interest", flat=True))
    profile.interests.filter(interest__in=held - wanted).delete()
    ProfileInterest.objects.bulk_create(
        ProfileInterest(profile=profile, interest=name) for name in sorted(wanted - held)
    )
    if wanted != held:
        changed.append("interests")
    if changed:
        log.record("members.person.changed", subject=user, by=by, after={"fields": changed})
    return changed


@transaction.atomic
def add_child(parent: User, *, name: str, birth_year: int, by: User) -> Child:
    """Add a child to the household; raises Refused without the parent's consent."""
    if not has_consented(parent, Purpose.CHILDREN):
        raise Refused(_("Please agree to the handling of children's data first."))
    if parent.children.count() >= CHILDREN_AT_MOST:
        raise Refused(_("No more children can be added here. Please call us."))
    child = Child.objects.create(parent=parent, name=name, birth_year=birth_year)
    log.record("members.child.added", subject=parent, by=by)
    return child


@transaction.atomic
def remove_child(child: Child, *, by: User) -> None:
    """Take a child out of the household, for good."""
    parent = child.parent
    child.delete()
    log.record("members.child.removed", subject=parent, by=by)


@transaction.atomic
def renew_calendar_address(user: User, *, by: User) -> str:
    """Give the person a new secret calendar address; the old one is dead at once."""
    user.calendar_token = new_calendar_token()
    user.save(update_fields=["calendar_token"])
    log.record("members.calendar.renewed", subject=user, by=by)
    return user.calendar_token


def unproven() -> QuerySet[User]:
    """Return sign-ups whose address nobody ever proved: no sign-in, no role, no verified mail."""
    return (
        User.objects.filter(last_login__isnull=True, is_superuser=False, groups__isnull=True)
        .filter(pk__in=EmailAddress.objects.filter(verified=False).values("user_id"))
        .exclude(pk__in=EmailAddress.objects.filter(verified=True).values("user_id"))
        .filter(community_memberships__isnull=True)
    )


def free_address(email: str) -> None:
    """Forget an unproven sign-up that holds the address, so that its owner can sign up.

    Otherwise a stranger could leave a password of theirs on an account that the owner
    proves later.
    """
    unproven().filter(email__iexact=email).delete()


def forget_unproven(now: datetime) -> int:
    """Delete sign-ups left unproven for a day; return how many."""
    stale = unproven().filter(date_joined__lt=now - UNPROVEN_KEPT)
    count = stale.count()
    stale.delete()
    return count
