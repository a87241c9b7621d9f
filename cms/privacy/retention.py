"""What is past its keeping time is destroyed, once a day, and that it was is recorded.

Each rule in a transaction of its own: one that fails is logged, tried again tomorrow, and
keeps no other from its work.
"""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from cms.privacy.keys import keys, sealed
from cms.privacy.models import Destruction
from plugins.api import RetentionRule
from plugins.registry import contributions

logger = logging.getLogger("pumasi.privacy")


def rules() -> Iterator[RetentionRule]:
    """Yield the rules in force, of plug-ins that are switched off too."""
    yield from contributions(RetentionRule)


def run() -> None:
    """Let every rule destroy what is past its time; raises at the end if one failed."""
    now = timezone.now()
    failed = [rule.key for rule in rules() if not _tried(rule, now)]
    if failed:
        raise RuntimeError(f"These rules could not destroy what is due: {', '.join(failed)}.")


def _tried(rule: RetentionRule, now: datetime) -> bool:
    try:
        apply(rule, now=now)
    except Exception:
        logger.exception("The retention rule %s failed", rule.key)
        return False
    return True


@transaction.atomic
def apply(rule: RetentionRule, *, now: datetime) -> Destruction | None:
    """Destroy what one rule says is due; return the record of it, None if there was nothing."""
    before = now - timedelta(days=rule.days)
    names = sorted(str(name) for name in rule.destroy(before))
    if not names:
        return None
    return Destruction.objects.create(
        at=now,
        rule=rule.key,
        before=before,
        number=len(names),
        digest=digest_of(rule.key, before, names),
    )


def digest_of(rule: str, before: datetime, names: list[str]) -> str:
    """Return the digest of one turn under the site's key; ``names`` sorted."""
    return sealed("\n".join([rule, before.isoformat(), *names]), next(keys()))
