"""Giving and taking back consent.

What a person agreed to is a row that names the version they saw. Taking it back
closes the row and never deletes it. A required consent ends only with the account.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cms.audit import log
from members.domain.refusals import Refused
from members.models import Consent, ConsentText, Purpose, User


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

    Taking back the consent to children's data deletes the children's entries with it.
    Raises Refused for a purpose membership cannot do without.
    """
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
    log.record("members.consent.withdrawn", subject=user, by=by, after=after)
    return closed
