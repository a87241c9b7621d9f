"""Giving and taking back consent.

What a person agreed to is a row that names the version they saw. Taking it back
closes the row and never deletes it. A required consent ends only with the account.

What plug-ins hold by that consent (``ConsentedData``) goes in the same transaction, unguarded:
a message told after the commit can be lost with its process, and then the names would stay
while the person reads that they are gone. So it is both or neither.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cms.audit import log
from members.domain.refusals import Refused
from members.models import Consent, ConsentText, Purpose, User
from plugins.api import ConsentedData, Text
from plugins.registry import contributions


@transaction.atomic
def give(user: User, texts: Iterable[ConsentText], *, by: User, now: datetime) -> list[Consent]:
    """Record that the person agrees to each of the texts; return the new consents.

    A text already agreed to stays as it is. An agreement to an older version for the
    same purpose is closed: the newer one takes its place.
    """
    given = []
    for text in texts:
        consent, is_new = Consent.objects.get_or_create(
            user=user, text=text, withdrawn_at=None, defaults={"given_at": now}
        )
        if not is_new:
            continue
        user.consents.filter(text__purpose=text.purpose, withdrawn_at__isnull=True).exclude(
            pk=consent.pk
        ).update(withdrawn_at=now)
        log.record(
            "members.consent.given",
            subject=user,
            by=by,
            after={"purpose": text.purpose, "version": text.version},
        )
        given.append(consent)
    return given


@transaction.atomic
def withdraw(user: User, purpose: str, *, by: User, now: datetime) -> int:
    """Take back the person's consent for an optional purpose; return how many rows closed.

    Taking back the consent to children's data deletes the children's entries with it, and
    what plug-ins hold by a consent is forgotten by them. Raises Refused for a purpose
    membership cannot do without, and whatever a plug-in raises; nothing is changed then.
    """
    # Held first: who is just storing something by this consent is waited for.
    hold(user, purpose)
    in_force = user.consents.filter(text__purpose=purpose, withdrawn_at__isnull=True)
    if in_force.filter(text__is_required=True).exists():
        raise Refused(_("Membership needs this consent. It ends when you close your account."))
    closed: int = in_force.update(withdrawn_at=now)
    if not closed:
        return 0
    after: dict[str, object] = {"purpose": purpose}
    if purpose == Purpose.CHILDREN:
        after["children_deleted"] = user.children.count()
        user.children.all().delete()
    forgotten = {held.key: held.forget(user, by, now) for held in _held_by(purpose)}
    if forgotten:
        after["forgotten"] = forgotten
    log.record("members.consent.withdrawn", subject=user, by=by, after=after)
    return closed


def what_follows(user: User, purpose: str, *, now: datetime) -> list[Text]:
    """Return what taking the consent back would do at the plug-ins, in words for the person."""
    return [words for held in _held_by(purpose) for words in held.plan(user, now)]


def hold(user: User, purpose: str) -> bool:
    """Return whether the person consents, and keep it so until the transaction ends.

    Whoever stores data by a consent asks here; ``withdraw`` waits for them, and they for it.
    """
    in_force = user.consents.filter(text__purpose=purpose, withdrawn_at__isnull=True)
    return bool(list(in_force.select_for_update(of=("self",)).order_by("pk")))


def _held_by(purpose: str) -> list[ConsentedData]:
    return [held for held in contributions(ConsentedData) if held.purpose == purpose]
