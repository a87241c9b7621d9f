import pytest
from django.core import mail
from django.utils import timezone

from cms.audit.models import Entry
from cms.mail.delivery import drain
from cms.mail.models import OutboxMessage
from cms.mail.pruning import KEEP, prune
from cms.mail.resending import ResendRefused, can_resend, resend

pytestmark = pytest.mark.django_db

Status = OutboxMessage.Status


@pytest.mark.parametrize("status", [Status.FAILED, Status.UNKNOWN])
def test_resend_puts_the_mail_back_and_says_who_did(queued, member, status):
    row = queued(status=status, attempts=16)
    resend(row, by=member, now=timezone.now(), note="받지 못했다고 함")
    assert drain()["sent"] == 1
    assert len(mail.outbox) == 1
    entry = Entry.objects.get(action="mail.message.resent")
    assert (entry.by, entry.before, entry.after, entry.note) == (
        member,
        {"status": status.value},
        {"status": "pending"},
        "받지 못했다고 함",
    )


@pytest.mark.parametrize("status", [Status.PENDING, Status.CLAIMED, Status.SENT])
def test_resend_refuses_what_waits_or_went(queued, member, status):
    row = queued(status=status)
    with pytest.raises(ResendRefused):
        resend(row, by=member, now=timezone.now())
    row.refresh_from_db()
    assert row.status == status
    assert not Entry.objects.exists()


def test_resend_refuses_one_time_codes_and_lost_templates(queued):
    assert can_resend(queued(status=Status.FAILED, template="members.test_code")) is False
    assert can_resend(queued(status=Status.FAILED, template="gone.mail")) is False


def test_resend_twice_at_once_sends_once(queued, member):
    row = queued(status=Status.UNKNOWN)
    stale = OutboxMessage.objects.get(pk=row.pk)
    resend(row, by=member, now=timezone.now())
    with pytest.raises(ResendRefused):
        resend(stale, by=member, now=timezone.now())


def test_prune_forgets_old_mail_but_no_open_question(queued):
    old = timezone.now() - KEEP * 2
    kept = [
        queued(status=Status.UNKNOWN, created_at=old),
        queued(status=Status.PENDING, created_at=old),
        queued(status=Status.SENT),
    ]
    queued(status=Status.SENT, created_at=old)
    queued(status=Status.FAILED, created_at=old)
    prune()
    assert set(OutboxMessage.objects.all()) == set(kept)
