"""My data: take all of it along, or leave and have it erased. Both after proving who one is."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import app_settings
from allauth.account.internal.flows import reauthentication
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core.exceptions import ReauthenticationRequired
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms.audit import log
from cms.files.views import HEADERS
from cms.privacy import erasing, exporting
from cms.privacy.models import DataExport, privacy_settings
from cms.privacy.refusals import Hindered
from cms.ratelimits import limited
from members.domain.refusals import Refused
from members.forms import LeaveForm
from members.views.answers import post_goes_to, private

type View = Callable[..., Any]


def proven(view: View) -> View:
    """Let in whoever has shown a moment ago, once more, that it is really them.

    By password or second factor, as allauth asks; who has neither signs in again by code.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if reauthentication.get_reauthentication_flows(request.user):
            if not reauthentication.did_recently_reauthenticate(request):
                raise ReauthenticationRequired
        elif not _signed_in_lately(request):
            logout(request)
            messages.info(request, _("Please sign in once more, so that we know it is you."))
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    return answer


def _signed_in_lately(request: HttpRequest) -> bool:
    records = get_authentication_records(request, request.user)
    at = max((record["at"] for record in records), default=0)
    return bool(time.time() - at < app_settings.REAUTHENTICATION_TIMEOUT)


@private
def data(request: HttpRequest) -> HttpResponse:
    """Show what one can do with one's data, and the archive if there is one."""
    now = timezone.now()
    export = exporting.latest_of(request.user, now)
    return render(
        request,
        "members/data.html",
        {
            "export": export,
            "is_ready": export is not None and exporting.file_of(export, now) is not None,
            "rules": privacy_settings(),
            "tab": "data",
        },
    )


@private
@post_goes_to("members:data")
@proven
@limited("data.archive", limit=3, seconds=60 * 60)
def ask_archive(request: HttpRequest) -> HttpResponse:
    """Have the archive made."""
    exporting.ask(request.user, by=request.user, now=timezone.now())
    messages.success(
        request, _("We are putting your data together. You get a mail when it is done.")
    )
    return redirect("members:data")


@private
@require_safe
@proven
def fetch_archive(request: HttpRequest, pk: Any) -> HttpResponseBase:
    """Send the archive to the person it is about."""
    export = get_object_or_404(DataExport, pk=pk, person=request.user)
    stored = exporting.file_of(export, timezone.now())
    if stored is None:
        raise Http404
    with transaction.atomic():
        log.record("cms.person_data.fetched", subject=export, by=request.user)
    return FileResponse(
        stored.file.open("rb"),
        as_attachment=True,
        filename=stored.name,
        content_type=stored.content_type,
        headers=HEADERS,
    )


@private
@proven
@limited("data.leave", limit=10)
def leave(request: HttpRequest) -> HttpResponse:
    """Say what goes and what stays; then erase, end every session and say goodbye."""
    now = timezone.now()
    person = request.user
    form = LeaveForm(request.POST or None)
    plan = erasing.plan_for(person, now)
    if request.method == "POST" and form.is_valid():
        try:
            erasing.erase(person, by=person, now=now)
        except (Hindered, Refused):
            messages.error(request, _("You cannot leave yet. Nothing was erased."))
        else:
            logout(request)
            return render(request, "members/left.html", {"plan": plan})
    context = {"form": form, "plan": plan, "rules": privacy_settings(), "tab": "data"}
    return render(request, "members/leave.html", context)
