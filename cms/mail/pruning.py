"""How long the outbox remembers."""

from datetime import timedelta

from django.utils import timezone

from cms.mail.models import OutboxMessage

KEEP = timedelta(days=180)


def prune() -> None:
    """Forget mails that were sent or given up half a year ago; open questions stay."""
    OutboxMessage.objects.filter(
        status__in=[OutboxMessage.Status.SENT, OutboxMessage.Status.FAILED],
        created_at__lt=timezone.now() - KEEP,
    ).delete()
