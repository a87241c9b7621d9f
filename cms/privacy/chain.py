"""Writing the access log, proving it, and cutting off its oldest end."""

import hmac
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import connection, transaction
from django.db.models import F

from cms.privacy.keys import key_of, keys, mark_of, sealed
from cms.privacy.models import Chain, Look, LookedAt

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Proof:
    """What a check of the chain found: rows that hold, and the first thing that does not."""

    rows: int
    fault: str = ""
    number: int | None = None


@transaction.atomic
def append(
    *,
    at: datetime,
    by_id: int,
    people: Iterable[int],
    purpose: str,
    subject: str = "",
    reason: str = "",
    network: str = "",
) -> Look:
    """Write the next row and return it.

    The ends' row is taken first, by an update: whoever else writes waits for this
    transaction's end, on either database, so that no two rows follow the same one.
    """
    if not Chain.objects.filter(pk=1).update(number=F("number") + 1):
        Chain.objects.get_or_create(pk=1)
        Chain.objects.filter(pk=1).update(number=F("number") + 1)
    chain = Chain.objects.get(pk=1)
    key = next(keys())
    look = Look(
        number=chain.number,
        at=at,
        by_id=by_id,
        purpose=purpose,
        subject=subject[:120],
        reason=reason[:300],
        network=network,
        key_mark=mark_of(key),
    )
    there = sorted(set(people))
    look.digest = digest_of(look, there, previous=chain.digest, key=key)
    look.save(force_insert=True)
    LookedAt.objects.bulk_create(LookedAt(look=look, person_id=person) for person in there)
    chain.digest = look.digest
    chain.seal = seal_of("head", chain.number, chain.digest, key)
    chain.save(update_fields=["digest", "seal"])
    return look


def digest_of(look: Look, people: list[int], *, previous: str, key: bytes) -> str:
    """Return the digest of a row, over all it says and the digest before it."""
    said = [
        previous,
        look.number,
        look.at.astimezone(UTC).isoformat(timespec="microseconds"),
        look.by_id,
        look.purpose,
        look.subject,
        look.reason,
        look.network,
        people,
    ]
    return sealed(json.dumps(said, ensure_ascii=False, separators=(",", ":")), key)


def seal_of(end: str, number: int, digest: str, key: bytes) -> str:
    """Return the seal of one end: the mark of its key, and a digest under that key."""
    return mark_of(key) + sealed(f"{end}:{number}:{digest}", key)


def _seal_holds(end: str, number: int, digest: str, seal: str) -> bool:
    key = key_of(seal[:8])
    return key is not None and hmac.compare_digest(seal, seal_of(end, number, digest, key))


def verify() -> Proof:
    """Read the whole chain, oldest first; return how many rows hold and what does not."""
    chain = Chain.objects.filter(pk=1).first() or Chain()
    cut, head = chain.cut_number, chain.number
    if cut and not _seal_holds("cut", cut, chain.cut_digest, chain.cut_seal):
        return Proof(0, "the mark of the cut is not the site's", cut)
    previous, held = chain.cut_digest, 0
    rows = Look.objects.order_by("number").prefetch_related("people")
    for look in rows.iterator(chunk_size=AT_ONCE):
        if fault := _fault_of(look, number=cut + held + 1, previous=previous):
            return Proof(held, *fault)
        previous, held = look.digest, held + 1
    if cut + held != head:
        return Proof(held, "it is missing, or was never the newest", cut + held + 1)
    whole = previous == chain.digest and _seal_holds("head", head, chain.digest, chain.seal)
    if head and not whole:
        return Proof(held, "the mark of the newest row is not the site's", head)
    return Proof(held)


def _fault_of(look: Look, *, number: int, previous: str) -> tuple[str, int] | None:
    """Return what is wrong with the row that should have that number, and which row it is."""
    if look.number != number:
        return "it is missing", number
    key = key_of(look.key_mark)
    if key is None:
        return "its key is not among the site's", number
    people = sorted(person.person_id for person in look.people.all())
    if not hmac.compare_digest(look.digest, digest_of(look, people, previous=previous, key=key)):
        return "it is not what was written, or follows another row", number
    return None


@transaction.atomic
def cut(before: datetime) -> list[str]:
    """Destroy the rows older than that instant; return their numbers.

    Where it was cut is remembered and sealed, so that the rest still proves itself. Rows
    go from the oldest end only: one with a clock set wrong waits for those before it.
    """
    if not Chain.objects.filter(pk=1).update(number=F("number")):
        return []
    first_kept = Look.objects.filter(at__gte=before).order_by("number").first()
    old = Look.objects.filter(number__lt=first_kept.number) if first_kept else Look.objects.all()
    last = old.order_by("number").last()
    if last is None:
        return []
    numbers = [str(number) for number in old.order_by("number").values_list("number", flat=True)]
    Chain.objects.filter(pk=1).update(
        cut_number=last.number,
        cut_digest=last.digest,
        cut_seal=seal_of("cut", last.number, last.digest, next(keys())),
    )
    for model, condition in (
        (LookedAt, {"look__number__lte": last.number}),
        (Look, {"number__lte": last.number}),
    ):
        # By the database itself: a deletion of this size is no work for objects.
        found = model._default_manager.filter(**condition)
        found._raw_delete(connection.alias)  # noqa: SLF001 - Django has no other name for it
    return numbers
