"""A member's own registrations: what is coming, what was, and giving a seat back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from events import queries
from events.attended import attendance_lines
from events.domain import registrations as seats
from events.domain.deadlines import is_late
from events.domain.draws import own_lot
from events.domain.refusals import Refusal
from events.domain.wall_code import sessions_open
from events.forms.public import CancelForm
from events.links import course_links
from events.models import CourseState, Registration
from events.my_standing import standing
from events.rows import my_row, session_lines
from events.rules import can_see_registration
from events.showing.after import after_section

PER_PAGE = 20


@login_required
@require_safe
def registrations(request: HttpRequest) -> HttpResponse:
    """List the member's registrations, coming or past (``?past``)."""
    now = timezone.now()
    past = "past" in request.GET
    found = queries.my_past(request.user, now) if past else queries.my_coming(request.user, now)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    positions = queries.queue_positions(page.object_list)
    return render(
        request,
        "events/my_list.html",
        {
            "rows": [
                my_row(item, now=now, position=positions.get(item.pk, 0))
                for item in page.object_list
            ],
            "past": past,
            "page_obj": page,
            "query": "past" if past else "",
        },
    )


@login_required
@require_safe
def registration(request: HttpRequest, reference: str) -> HttpResponse:
    """Show one registration: its number, what happens next, the calendar link."""
    found = own_registration(request, reference)
    course, now = found.course, timezone.now()
    state = course.state_at(now)
    return render(
        request,
        "events/registration.html",
        {
            "registration": found,
            "course": course,
            "course_href": course_links([course], request)[course.pk],
            "sessions": session_lines(list(course.sessions.select_related("venue")), course),
            "position": queries.queue_position(found) if found.is_waiting else 0,
            "attended": attendance_lines(found),
            "here_open": bool(found.is_confirmed and sessions_open(found, now)),
            "is_fresh": (now - found.created_at).total_seconds() < 15 * 60,
            "is_off": state is CourseState.CANCELLED,
            "is_over": state is CourseState.OVER,
            "after": after_section(found, now),
            "lot": own_lot(found),
            "can_cancel": found.is_live and state not in {CourseState.OVER, CourseState.CANCELLED},
            **standing(found, now),
        },
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask whether to give the seat back (GET), and do it (POST)."""
    found = own_registration(request, reference)
    was_waiting = found.is_waiting
    form = CancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            seats.cancel(
                found, by=request.user, now=timezone.now(), reason=form.cleaned_data["reason"]
            )
        except Refusal as refusal:
            messages.warning(request, str(refusal))
        else:
            messages.success(
                request,
                _("You have left the waiting list.")
                if was_waiting
                else _("Your registration is cancelled. Thank you for making room for others."),
            )
        return redirect("events_my:registration", found.reference)
    if not found.is_live or is_late(found, timezone.now()):
        return redirect("events_my:registration", found.reference)
    context = {"registration": found, "course": found.course, "form": form}
    return render(request, "events/cancel.html", context)


def own_registration(request: HttpRequest, reference: str) -> Registration:
    """Return the reader's own registration of that reference; anybody else's is not found."""
    found: Registration = get_object_or_404(
        Registration.objects.select_related("course__category", "course__venue", "person"),
        reference=reference,
    )
    if not can_see_registration(request.user, found):
        raise Http404
    return found
