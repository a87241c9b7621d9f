"""Checking oneself in, in the room, by the code on the wall."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cms.ratelimits import limited
from events.domain import wall_code
from events.domain.refusals import Refusal
from events.forms.public import HereForm
from events.models import Attendance, Registration
from events.rules import can_see_registration


@login_required
@require_safe
def here(request: HttpRequest, pk: int) -> HttpResponse:
    """Lead from the code on the wall to one's own registration, with the code typed already."""
    found = (
        Registration.objects.filter(
            person=request.user,
            course__sessions=pk,
            state=Registration.State.CONFIRMED,
        )
        .order_by("pk")
        .first()
    )
    if found is None:
        messages.info(
            request, _("No seat of yours was found for this class. Ask a member of staff.")
        )
        return redirect("events_my:list")
    address = reverse("events_my:check_in", args=[found.reference])
    code = request.GET.get("code", "")
    return redirect(f"{address}?{urlencode({'code': code})}" if code else address)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@limited("events.wall", limit=10, seconds=600)
def check_in(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask for the six digits on the wall, and check the member in by them."""
    found = get_object_or_404(Registration.objects.select_related("course"), reference=reference)
    if not can_see_registration(request.user, found):
        raise Http404
    if not found.is_confirmed:
        return redirect("events_my:registration", found.reference)
    now = timezone.now()
    form = HereForm(
        request.POST or None,
        registration=found,
        initial={"code": request.GET.get("code", "")[:7], "children": found.childcare_places},
    )
    if request.method == "POST" and form.is_valid():
        try:
            done = wall_code.check_in_by_wall(
                found,
                form.cleaned_data["code"],
                by=request.user,
                now=now,
                children=form.cleaned_data.get("children"),
            )
        except Refusal as refusal:
            form.add_error("code" if refusal.code == "wrong_code" else None, str(refusal))
        else:
            said = _("You are checked in. Welcome!") if done.is_new else _("You are in already.")
            messages.success(request, said)
            return redirect("events_my:registration", found.reference)
    context = {
        "registration": found,
        "course": found.course,
        "form": form,
        "open_now": wall_code.sessions_open(found, now),
        "next": found.course.sessions.filter(status="scheduled", ends_at__gt=now).first(),
        "is_in": Attendance.objects.filter(
            registration=found, session__ends_at__gt=now, state=Attendance.State.CAME
        ).exists(),
    }
    return render(request, "events/here.html", context, status=422 if form.errors else 200)
