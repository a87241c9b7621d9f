"""The door of one session, on a member of staff's telephone: who is here, one tap each.

The page works without scripts, by forms. With them it keeps a signed list on the device and
goes on where there is no network; ``worker`` is the part of it that answers then.
"""

import json
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.templatetags.static import static
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cms.permissions_policy import HEADER, header_of
from cms.privacy.access import looked_at
from events import roll, rules
from events.domain import attendance as verbs
from events.domain import door_batch
from events.domain.refusals import Refusal
from events.door_words import door_words
from events.forms.public import DoorForm
from events.models import Attendance, Registration, Session

LOOK = "events.door"
# What the page is made of besides itself; kept by the worker for when there is no network.
SCRIPTS = ("door", "list", "store", "sending", "camera")
CSS = ("tokens", "base", "layout", "components", "forms", "pages", "frame")


@require_safe
def sessions(request: HttpRequest) -> HttpResponse:
    """List today's sessions, the one now on first."""
    _staff_at_the_door(request)
    now = timezone.now()
    today = timezone.localdate(now)
    found = (
        Session.objects.filter(
            starts_at__date__lte=today,
            ends_at__date__gte=today,
            status=Session.Status.SCHEDULED,
            course__status="published",
            course__takes_registrations=True,
        )
        .select_related("course__venue", "venue")
        .order_by("starts_at", "pk")
    )
    return render(request, "events/door/sessions.html", {"sessions": found, "now": now})


@require_safe
def door(request: HttpRequest, pk: int) -> HttpResponse:
    """Show everyone with a seat; ``?r=`` puts one of them on top."""
    session = session_at_the_door(request, pk)
    now = timezone.now()
    lines = roll.lines_of(session)
    looked_at(request, people_in(lines), LOOK, subject=session)
    chosen = [line for line in lines if str(line.registration) == request.GET.get("r")]
    context = {
        **_frame(session),
        "lines": lines,
        "chosen": chosen,
        "counts": roll.counts_of(lines),
        "list": roll.signed_list(session, lines, by=request.user, now=now),
        "can_register": rules.can_manage_registrants(request.user),
        "is_over": session.ends_at <= now,
    }
    return _with_camera(render(request, "events/door/door.html", context))


@require_safe
def shell(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the page without anybody on it: what a device keeps for when it is alone."""
    session = session_at_the_door(request, pk)
    return _with_camera(render(request, "events/door/door.html", _frame(session)))


@require_safe
def fresh_list(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the signed list as it is now, and a token to send with."""
    session = session_at_the_door(request, pk)
    lines = roll.lines_of(session)
    looked_at(request, people_in(lines), LOOK, subject=session)
    made = roll.signed_list(session, lines, by=request.user, now=timezone.now())
    return JsonResponse({**made, "token": get_token(request)})


@require_POST
def upload(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the check-ins a device kept: ``{"pass": …, "entries": […]}``, any number of times."""
    session = session_at_the_door(request, pk)
    now = timezone.now()
    try:
        given = json.loads(request.body)
        signed, entries = str(given["pass"]), door_batch.read_entries(given["entries"])
    except (ValueError, KeyError, TypeError, RecursionError, door_batch.NotReadable):
        return JsonResponse({"code": "not_readable"}, status=400)
    try:
        roll.check_pass(signed, session, by=request.user, now=now)
    except roll.ListRefused as refusal:
        return JsonResponse({"code": refusal.code, "text": str(refusal)}, status=409)
    return JsonResponse({"results": door_batch.take(entries, session, by=request.user, now=now)})


@require_POST
def enter(request: HttpRequest, pk: int) -> HttpResponse:
    """Do one thing from a form: check in, take back, count children, note as excused."""
    session = session_at_the_door(request, pk)
    form = DoorForm(request.POST)
    if not form.is_valid():
        return _told(request, session, _("That could not be read. Try again."), ok=False)
    try:
        words = _done(session, form, by=request.user)
    except Refusal as refusal:
        return _told(request, session, str(refusal), ok=False)
    return _told(request, session, words, ok=True)


def _done(session: Session, form: DoorForm, *, by: Any) -> str:
    values, now = form.cleaned_data, timezone.now()
    registration = _registration(session, values)
    if values["action"] == "in":
        children = values["children"]
        method = verbs.Method.QR if values["code"] else verbs.Method.NAME
        return verbs.check_in(
            registration, session, by=by, now=now, method=method, children=children
        ).words
    if values["action"] == "excused":
        verbs.mark_absent(registration, session, by=by, now=now, excused=True)
        return door_batch.excused_words(registration)
    found = (
        Attendance.objects.select_related("registration__person", "session")
        .filter(registration=registration, session=session)
        .first()
    )
    if found is None:
        raise verbs.NothingToUndo
    if values["action"] == "undo":
        was_excused = found.state == Attendance.State.EXCUSED
        verbs.undo(found, by=by, now=now)
        if was_excused:
            return _("%(name)s is no longer excused.") % {"name": registration.name}
        return _("The check-in of %(name)s is taken back.") % {"name": registration.name}
    verbs.count_children(found, values["children"] or 0, by=by)
    return _("%(name)s: %(children)d children.") % {
        "name": registration.name,
        "children": found.children_came,
    }


def _registration(session: Session, values: dict[str, Any]) -> Registration:
    """Return whom it is about: by the list, or by the code they show."""
    seats = Registration.objects.filter(course_id=session.course_id).select_related("person")
    if code := values["code"]:
        found = seats.filter(ticket=code).first() or seats.filter(reference=code.upper()).first()
    else:
        found = seats.filter(pk=values["registration"] or 0).first()
    if found is None:
        raise verbs.NotOnList
    return found


def _told(request: HttpRequest, session: Session, words: str, *, ok: bool) -> HttpResponse:
    if request.accepts("text/html"):
        (messages.success if ok else messages.warning)(request, words)
        return redirect("events_door:door", session.pk)
    return JsonResponse({"ok": ok, "text": words}, status=200 if ok else 409)


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """Return the service worker; its address is above the pages it answers for."""
    _staff_at_the_door(request)
    assets = [static(f"cms/css/{name}.css") for name in CSS]
    assets += [static(f"events/door/{name}.js") for name in SCRIPTS]
    assets += [static("events/door.css"), static("cms/img/icons.svg"), static("cms/img/mark.svg")]
    response = render(
        request,
        "events/door/worker.js",
        {"assets": json.dumps(assets), "version": roll.digest_of("".join(assets))[:12]},
        content_type="text/javascript",
    )
    response["Cache-Control"] = "no-cache"
    return response


def session_at_the_door(request: HttpRequest, pk: int) -> Session:
    """Return a session people can have a seat in; raises for who has no business there."""
    _staff_at_the_door(request)
    found: Session = get_object_or_404(
        Session.objects.select_related("course__venue", "venue"), pk=pk
    )
    if found.course.status == "draft" or not found.course.takes_registrations:
        raise Http404
    return found


def people_in(lines: list[roll.Line]) -> list[int]:
    """Return the keys of those among them who have an account."""
    return [line.person for line in lines if line.person is not None]


def _staff_at_the_door(request: HttpRequest) -> None:
    if not rules.can_check_in(request.user):
        raise PermissionDenied


def _frame(session: Session) -> dict[str, Any]:
    return {"session": session, "course": session.course, "words": door_words()}


def _with_camera(response: HttpResponse) -> HttpResponse:
    """Let this one page ask for the camera, to read tickets."""
    response[HEADER] = header_of({**settings.PERMISSIONS_POLICY, "camera": "self"})
    return response
