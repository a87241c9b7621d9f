"""One course: reading about it, registering for it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from cms.ratelimits import limited
from events import queries
from events.domain import registrations
from events.domain.refusals import AlreadyRegistered, Refusal
from events.links import course_links
from events.models import Course
from events.rules import can_see_course
from events.showing import course_context


@require_safe
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a course, or lead to the page that tells of it."""
    course = _visible_course(request, slug)
    address = course_links([course], request)[course.pk]
    if address != request.path and address != course.get_absolute_url():
        return redirect(address)
    return render(request, "events/course.html", course_context(course, request))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@limited("events.register", limit=20)
def register(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask once more (GET, where one comes back to from signing in), or take the seat (POST).

    ``action=wait`` joins the queue instead.
    """
    course = _visible_course(request, slug)
    context = course_context(course, request)
    if request.method != "POST":
        if (held := context["box"].registration) is not None:
            return redirect("events_my:registration", held.reference)
        return render(request, "events/register.html", context)
    verb = (
        registrations.join_waiting_list
        if request.POST.get("action") == "wait"
        else registrations.register
    )
    try:
        registration = verb(course, person=request.user, by=request.user, now=timezone.now())
    except AlreadyRegistered as refusal:
        return _to_own_registration(request, course, refusal)
    except Refusal as refusal:
        course.refresh_from_db()
        context = {**course_context(course, request), "refusal": refusal}
        return render(request, "events/register.html", context, status=409)
    return redirect("events_my:registration", registration.reference)


def _to_own_registration(request: HttpRequest, course: Course, refusal: Refusal) -> HttpResponse:
    messages.info(request, str(refusal))
    held = queries.live_registration(course, request.user)
    if held is None:
        return redirect(course)
    return redirect("events_my:registration", held.reference)


def _visible_course(request: HttpRequest, slug: str) -> Course:
    found: Any = Course.objects.select_related("category", "venue")
    course: Course = get_object_or_404(found, slug=slug)
    if not can_see_course(request.user, course):
        raise Http404
    return course
