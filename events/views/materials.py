"""Handing out a file of a class to whom it is meant for."""

from django.contrib.auth.views import redirect_to_login
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from cms.files.models import StoredFile
from cms.files.views import HEADERS
from events.entitlements import can_read_material
from events.models import Material


@require_safe
def material(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Send the file; who is not signed in and may not have it is asked to sign in."""
    found = get_object_or_404(Material.objects.select_related("course"), pk=pk)
    if found.file_key is None:
        raise Http404
    if not can_read_material(request.user, found, timezone.now()):
        if request.user.is_authenticated:
            raise Http404
        return redirect_to_login(request.get_full_path())
    stored = get_object_or_404(StoredFile, pk=found.file_key)
    try:
        content = stored.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    return FileResponse(
        content,
        as_attachment=True,
        filename=stored.name,
        content_type=stored.content_type,
        headers=HEADERS,
    )
