"""The attendance sheet: printing it, entering it afterwards, closing the list."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cms.privacy.access import looked_at
from events import roll
from events.domain import attendance as verbs
from events.domain import wall_code as codes
from events.domain.refusals import Refusal
from events.models import Registration, Session
from events.qr import here_address, svg_image
from events.views.door import people_in, session_at_the_door

BLANK_LINES = 5
DIGITS = 4  # of a number of children, however many were sent


@require_safe
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the sheet as it is printed: a line for each seat, and some for who just comes."""
    session = session_at_the_door(request, pk)
    lines = roll.lines_of(session)
    looked_at(request, people_in(lines), "events.attendance_sheet", subject=session)
    context = {
        "session": session,
        "course": session.course,
        "lines": lines,
        "blank": range(len(lines) + 1, len(lines) + 1 + BLANK_LINES),
        "children": sum(line.places for line in lines),
    }
    return render(request, "events/door/sheet.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter the signed sheet: who came and who is excused, all sent at once."""
    session = session_at_the_door(request, pk)
    lines = roll.lines_of(session)
    if request.method != "POST":
        looked_at(request, people_in(lines), "events.attendance_sheet", subject=session)
        context = {"session": session, "course": session.course, "lines": lines}
        return render(request, "events/door/entry.html", context)
    came, excused = set(request.POST.getlist("came")), set(request.POST.getlist("excused"))
    entered, refused = 0, []
    seats = Registration.objects.in_bulk([line.registration for line in lines])
    for line in lines:
        key = str(line.registration)
        if line.has_come or key not in came | excused:
            continue
        if key in came & excused:
            refused.append(_("%(name)s: ticked as come and as excused.") % {"name": line.name})
            continue
        try:
            with transaction.atomic():
                _enter(request, session, seats[line.registration], came=key in came)
        except Refusal as refusal:
            refused.append(f"{line.name}: {refusal}")
        else:
            entered += 1
    for words in refused:
        messages.warning(request, words)
    messages.success(
        request,
        ngettext(
            "%(number)d person entered from the sheet.",
            "%(number)d people entered from the sheet.",
            entered,
        )
        % {"number": entered},
    )
    return redirect("events_door:entry", pk)


def _enter(
    request: HttpRequest, session: Session, registration: Registration, *, came: bool
) -> None:
    now = timezone.now()
    if not came:
        verbs.mark_absent(registration, session, by=request.user, now=now, excused=True)
        return
    verbs.check_in(
        registration,
        session,
        by=request.user,
        now=now,
        at=session.starts_at,
        method=verbs.Method.SHEET,
        children=_number(request.POST.get(f"children-{registration.pk}")),
    )


@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark as absent whoever did not come."""
    session = session_at_the_door(request, pk)
    try:
        absent = verbs.close_session(session, by=request.user, now=timezone.now())
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(
            request,
            ngettext(
                "The list is closed: %(number)d person did not come.",
                "The list is closed: %(number)d people did not come.",
                absent,
            )
            % {"number": absent},
        )
    return redirect("events_door:door", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def wall(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the code for the wall in large; POST makes another."""
    session = session_at_the_door(request, pk)
    if request.method == "POST":
        codes.renew_wall_code(session, by=request.user)
        messages.success(request, _("There is a new code; the one before opens nothing."))
        return redirect("events_door:wall", pk)
    code = codes.wall_code(session)
    context = {
        "session": session,
        "course": session.course,
        "code": code,
        "opens": session.starts_at - codes.OPENS_BEFORE,
        "qr": svg_image(here_address(session, code)),
        "address": here_address(session),
    }
    return render(request, "events/door/wall.html", context)


def _number(given: str | None) -> int | None:
    return int(given[:DIGITS]) if given and given.isdecimal() else None
