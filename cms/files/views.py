"""The only way to a private file: signed in, and allowed by the rule of its kind."""

import logging

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from cms.admin.second_factor import led_to_second_factor
from cms.audit import log
from cms.files.kinds import file_kind
from cms.files.models import StoredFile
from cms.privacy.access import looked_at
from plugins.registry import guarded

ENTER_ADMIN = "wagtailadmin.access_admin"

logger = logging.getLogger("pumasi.files")

HEADERS = {
    "Cache-Control": "private, no-store",
    # Should a browser open it after all: no scripts, no forms, no origin of ours.
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow",
}


def may_read(user: object, stored: StoredFile) -> bool:
    """Ask the rule of the file's kind; a missing or failing rule says no."""
    try:
        kind = file_kind(stored.kind)
    except LookupError:
        return False
    return bool(guarded(kind, kind.may_read, user, stored))


@require_safe
@login_required
def download(request: HttpRequest, pk: str) -> HttpResponseBase:
    """Send the file as an attachment; who may not read it cannot tell it exists.

    A look at somebody else's file is written to the audit log, and takes the second factor
    of whoever might be looking as staff.
    """
    stored = get_object_or_404(StoredFile, pk=pk)
    if stored.uploaded_by_id != request.user.pk and request.user.has_perm(ENTER_ADMIN):
        way = led_to_second_factor(request)
        if way is not None:
            return way
    if not may_read(request.user, stored):
        raise Http404
    try:
        content = stored.file.open("rb")
    except FileNotFoundError as error:
        logger.exception("Private file %s has a row but no bytes", stored.pk)
        raise Http404 from error
    if request.method == "GET" and stored.uploaded_by_id != request.user.pk:
        with transaction.atomic():
            log.record("files.file.read", subject=stored, by=request.user)
            if request.user.has_perm(ENTER_ADMIN) and stored.uploaded_by_id is not None:
                looked_at(request, [stored.uploaded_by_id], "files.file", subject=stored)
    return FileResponse(
        content,
        as_attachment=True,
        filename=stored.name,
        content_type=stored.content_type,
        headers=HEADERS,
    )
