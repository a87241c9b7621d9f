"""Who is staff: adding a person, giving and taking roles. One transaction each, audited.

Staff decide nobody's address or name but at the moment of adding: who could change an
address could take over the account. Nobody changes their own roles, and only a
superuser makes or touches superusers.
"""

from collections.abc import Iterable
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log as wagtail_log

from cms.audit import log
from cms.mail import outbox
from cms.mail.links import absolute


class StaffRefused(Exception):
    """The change is not one this person may make; the message says why."""


def may_change(person: Any, *, by: Any) -> bool:
    """Return whether ``by`` may change that person's standing at all."""
    return by.has_perm("members.change_user") and (by.is_superuser or not person.is_superuser)


@transaction.atomic
def add_person(*, email: str, name: str, roles: Iterable[Group], by: Any) -> Any:
    """Return a new person in those roles, told by mail how to sign in.

    There is no password: the first sign-in is by a code sent to the address, which
    proves it. Raises IntegrityError when the address is taken.
    """
    person = get_user_model().objects.create_user(email, name=name)
    EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=False)
    person.groups.set(roles)
    log.record(
        "cms.person.added",
        subject=person,
        by=by,
        after={"email": person.email, "roles": _names(person)},
    )
    if person.is_staff:
        outbox.queue(
            "cms.staff_invited",
            to=person,
            context={"name": person.name, "by": str(by), "url": absolute("admin/")},
            idempotency_key=f"cms.staff_invited:{person.pk}",
        )
    wagtail_log(person, "wagtail.create", user=by)
    return person


@transaction.atomic
def change_standing(
    person: Any, *, roles: Iterable[Group], is_active: bool, is_superuser: bool, by: Any
) -> None:
    """Give the person exactly these roles and this standing.

    Raises StaffRefused for one's own standing, and for what only a superuser may do.
    """
    person = type(person).objects.select_for_update().get(pk=person.pk)
    if person == by:
        raise StaffRefused(_("Nobody changes their own roles. Ask another administrator."))
    if not may_change(person, by=by) or (is_superuser and not by.is_superuser):
        raise StaffRefused(_("Only a superuser may do this."))
    before = _standing(person)
    person.groups.set(roles)
    person.is_active = is_active
    person.is_superuser = is_superuser
    person.save(update_fields=["is_active", "is_superuser"])
    after = _standing(person)
    changed = [name for name in before if before[name] != after[name]]
    if not changed:
        return
    person.end_sessions()
    log.record(
        "cms.person.changed" if changed == ["active"] else "cms.person.roles_changed",
        subject=person,
        by=by,
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed},
    )
    wagtail_log(person, "wagtail.edit", user=by)


def _standing(person: Any) -> dict[str, Any]:
    return {
        "roles": _names(person),
        "active": person.is_active,
        "superuser": person.is_superuser,
    }


def _names(person: Any) -> list[str]:
    return sorted(person.groups.values_list("name", flat=True))
