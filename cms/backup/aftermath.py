"""After the rows are back: what the past must not do again, and what is made from the rows.

- A mail that waited when the backup was made may have gone since: it becomes *unknown*,
  and staff decide. The same goes for what was just being sent.
- A session that ended since would be open again: everybody signs in anew.
- The search index, kept pages and whatever else is cached are made anew.
"""

from collections.abc import Callable
from io import StringIO

from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.management import call_command
from django.db import transaction
from wagtail.models import Site

from cms.audit import log
from cms.backup.manifest import Manifest
from cms.jobs.models import Heartbeat
from cms.mail.models import OutboxMessage
from cms.pagecache.version import touch
from plugins import state

Status = OutboxMessage.Status


def finish(manifest: Manifest, say: Callable[[str], object]) -> None:
    """Bring the rows up to this release and make what is derived from them."""
    state.forget()
    cache.clear()
    call_command("migrate", interactive=False, verbosity=0)
    with transaction.atomic():
        held = hold_mail()
        Session.objects.all().delete()
        Heartbeat.objects.all().delete()
        site = Site.objects.order_by("-is_default_site").first()
        if site is not None:
            log.record(
                "cms.site.restored",
                subject=site,
                by=None,
                after={"made_at": manifest.made_at, "version": manifest.version},
            )
        touch()
    if held:
        say(f"{held} mails waited in the backup; they may have gone since and are now unknown.")
    call_command("rebuild_search", stdout=StringIO())
    cache.clear()


def hold_mail() -> int:
    """Call *unknown* whatever waits or was being sent; return how many."""
    return OutboxMessage.objects.filter(status__in=[Status.PENDING, Status.CLAIMED]).update(
        status=Status.UNKNOWN,
        claimed_at=None,
        last_error="Restored from a backup: it may have gone since that was made.",
    )
