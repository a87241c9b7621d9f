"""Sending what is in the outbox: claim, commit, send, mark.

The claim is a conditional UPDATE, so two workers never send one row on either database.
After it, three things can happen to a row:

- the mail server took the mail: *sent*;
- it certainly did not (no connection, or a clear refusal): tried again after a growing
  pause, or *given up* when refused for good or tried ``MAX_ATTEMPTS`` times;
- nobody can tell (the line broke, the process died): *unknown*, never sent again by
  itself; staff decide (``resending``).
"""

import logging
import smtplib
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from django.core.mail import EmailMultiAlternatives, mailers
from django.db import transaction
from django.db.models import F
from django.template import TemplateDoesNotExist, TemplateSyntaxError
from django.utils import timezone

from cms.mail.message import build
from cms.mail.models import OutboxMessage
from plugins.api import NotificationTemplate
from plugins.registry import contribution

logger = logging.getLogger("pumasi.mail")

Status = OutboxMessage.Status

MAX_ATTEMPTS = 16
"""With the pauses below: about a day and a half."""
MAX_ATTEMPTS_WITH_SECRETS = 8
"""About an hour: a one-time code is stale by then, and its reader has asked for another."""
FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=6)
CLAIM_LASTS = timedelta(minutes=10)
"""Longer than any mail server takes; what is claimed longer belongs to a dead process."""
PERMANENT = 500


def pause_after(attempts: int) -> timedelta:
    """Return how long to wait after that many attempts: 30 s, 1 min, 2 min … 6 h."""
    return min(FIRST_PAUSE * 2 ** max(attempts - 1, 0), LONGEST_PAUSE)


def drain(
    *,
    limit: int = 50,
    now: datetime | None = None,
    is_over: Callable[[], bool] = lambda: False,
) -> Counter[str]:
    """Send what is due, at most ``limit`` mails over one connection; return counts by status.

    ``is_over`` is asked before each mail: a worker that is stopping begins no other.
    May run in any number of processes at once and be killed at any point. Must not run
    inside a transaction: the claim has to be committed before the mail goes.
    """
    now = now or timezone.now()
    began = time.monotonic()
    done: Counter[str] = Counter()
    done["unknown"] = give_up_stale_claims(now=now)
    due = list(
        OutboxMessage.objects.filter(status=Status.PENDING, next_attempt_at__lte=now)
        .order_by("next_attempt_at", "created_at")
        .select_related("to_user")[:limit]
    )
    if not due:
        return done
    mailer = mailers.default
    try:
        mailer.open()
    except Exception as error:  # noqa: BLE001 - whatever keeps the line shut, nothing was sent
        logger.warning("The mail server cannot be reached: %s", error)
        for row in due:
            done[_put_off(row, error, now=now, claimed=False)] += 1
        return done
    try:
        for row in due:
            if is_over():
                break
            # Each claim has its own instant: a slow server may need minutes for all of them.
            instant = now + timedelta(seconds=int(time.monotonic() - began))
            if not _claim(row, now=instant):
                continue
            outcome = _send(row, mailer, now=instant)
            done[outcome] += 1
            if outcome in {Status.UNKNOWN, Status.PENDING}:
                # The line may be closed now; the rest waits for a new one.
                break
    finally:
        # The line may be broken already; what was sent is marked.
        with suppress(OSError, smtplib.SMTPException):
            mailer.close()
    return done


def give_up_stale_claims(*, now: datetime) -> int:
    """Call *unknown* what has been claimed for too long; return how many."""
    stale = OutboxMessage.objects.filter(
        status=Status.CLAIMED, claimed_at__lt=now - CLAIM_LASTS
    ).values_list("pk", "template", "claimed_at")
    count = 0
    for pk, template, claimed_at in list(stale):
        row = OutboxMessage(pk=pk, template=template, claimed_at=claimed_at)
        count += _mark(row, Status.UNKNOWN, last_error="The process died while it was sending.")
    return count


def _claim(row: OutboxMessage, *, now: datetime) -> bool:
    """Take the row for this process; False when another has it."""
    with transaction.atomic(durable=True):
        taken = OutboxMessage.objects.filter(
            pk=row.pk, status=Status.PENDING, attempts=row.attempts
        ).update(status=Status.CLAIMED, claimed_at=now, attempts=F("attempts") + 1)
    if taken:
        row.status, row.claimed_at, row.attempts = Status.CLAIMED, now, row.attempts + 1
    return bool(taken)


def _send(row: OutboxMessage, mailer: Any, *, now: datetime) -> str:
    try:
        mail = build(row)
    except (LookupError, TemplateDoesNotExist, TemplateSyntaxError) as error:
        # A template can come back with the next release.
        return _put_off(row, error, now=now)
    except Exception as error:
        logger.exception("Mail %s cannot be written", row.pk)
        return _fail(row, error)
    return _hand_over(row, mail, mailer, now=now)


def _hand_over(
    row: OutboxMessage, mail: EmailMultiAlternatives, mailer: Any, *, now: datetime
) -> str:
    try:
        mailer.send_messages([mail])
    except smtplib.SMTPRecipientsRefused as refusal:
        codes = [code for code, _words in refusal.recipients.values()]
        permanent = all(code >= PERMANENT for code in codes)
        return _fail(row, refusal) if permanent else _put_off(row, refusal, now=now)
    except smtplib.SMTPResponseException as refusal:
        return _put_off(row, refusal, now=now)
    except ValueError as error:
        return _fail(row, error)
    except Exception as error:
        logger.exception("Mail %s may or may not have been sent", row.pk)
        _mark(row, Status.UNKNOWN, last_error=_words(error))
        return Status.UNKNOWN
    if not _mark(row, Status.SENT, sent_at=timezone.now(), last_error=""):
        _mark_late(row)
    return Status.SENT


def _mark_late(row: OutboxMessage) -> None:
    """Call *sent* what another process gave up meanwhile: this one knows better."""
    OutboxMessage.objects.filter(
        pk=row.pk, status=Status.UNKNOWN, attempts=row.attempts, claimed_at=None
    ).update(status=Status.SENT, sent_at=timezone.now(), last_error="")


def _put_off(row: OutboxMessage, error: Exception, *, now: datetime, claimed: bool = True) -> str:
    """Try again later, or give up; a row that was not claimed yet spends an attempt too."""
    attempts = row.attempts if claimed else row.attempts + 1
    most = MAX_ATTEMPTS_WITH_SECRETS if _secrets(row.template) else MAX_ATTEMPTS
    if attempts >= most:
        return _fail(row, error, attempts=attempts)
    _mark(
        row,
        Status.PENDING,
        attempts=attempts,
        next_attempt_at=now + pause_after(attempts),
        last_error=_words(error),
    )
    return Status.PENDING


def _fail(row: OutboxMessage, error: Exception, **values: Any) -> str:
    _mark(row, Status.FAILED, last_error=_words(error), **values)
    return Status.FAILED


def _mark(row: OutboxMessage, status: str, **values: Any) -> int:
    """Write the outcome if the row is still ours, in the state we left it."""
    if status != Status.PENDING and (secrets := _secrets(row.template)):
        context = OutboxMessage.objects.values_list("context", flat=True).get(pk=row.pk)
        values["context"] = {key: "" if key in secrets else value for key, value in context.items()}
    return OutboxMessage.objects.filter(
        pk=row.pk,
        status=Status.CLAIMED if row.claimed_at else Status.PENDING,
        claimed_at=row.claimed_at,
    ).update(status=status, **({"claimed_at": None} | values))


def _secrets(template: str) -> tuple[str, ...]:
    try:
        found: tuple[str, ...] = contribution(NotificationTemplate, template).secrets
    except LookupError:
        return ()
    return found


def _words(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:1000]
