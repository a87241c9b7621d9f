"""Coming classes on other sites: as JSON for programs, as a list in a frame for everyone."""

import hashlib
import json
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.paginator import EmptyPage, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.csp import CSP
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from cms.design.theme import theme_address
from cms.mail.links import absolute
from cms.models import centre
from events.freshness import bound_to_clock
from events.links import course_links, with_pages
from events.models import Course, CourseState
from events.rows import course_row
from events.sharing import VERSION, Choice, course_as_data, shared_courses

PER_PAGE = 50
MOST_EMBEDDED = 20
EMBEDDED = 5


def classes_json(request: HttpRequest) -> HttpResponse:
    """Answer with a page of coming classes to whichever site asks; 404 in JSON for nonsense."""
    if request.method == "OPTIONS":
        return _for_every_site(HttpResponse(status=204, headers={"Allow": "GET, HEAD, OPTIONS"}))
    if request.method not in {"GET", "HEAD"}:
        answer = HttpResponse(status=405, headers={"Allow": "GET, HEAD, OPTIONS"})
        return _for_every_site(answer)
    try:
        data = _page_of_classes(request)
    except Http404:
        return _for_every_site(_json({"version": VERSION, "error": "not found"}, status=404))
    answer = _json(data)
    etag = f'"{hashlib.sha256(answer.content).hexdigest()[:32]}"'
    # The content itself: seats and the clock change it without any record being touched.
    conditional = get_conditional_response(request, etag=etag)
    answer = conditional if conditional is not None else answer
    answer["ETag"] = etag
    answer["Cache-Control"] = "public, no-cache"
    return _for_every_site(answer)


def _page_of_classes(request: HttpRequest) -> dict[str, Any]:
    now = timezone.now()
    paginator = Paginator(shared_courses(Choice.of(request.GET), now), PER_PAGE)
    asked = request.GET.get("page", "1")
    if not asked.isdecimal() or not asked.isascii():
        raise Http404
    try:
        page = paginator.page(asked)
    except EmptyPage:
        raise Http404 from None
    query = request.GET.copy()

    def address(number: int) -> str:
        query["page"] = str(number)
        return absolute(f"{request.path}?{query.urlencode()}")

    return {
        "version": VERSION,
        "time_zone": settings.TIME_ZONE,
        "count": paginator.count,
        "page": page.number,
        "pages": paginator.num_pages,
        "previous": address(page.number - 1) if page.has_previous() else None,
        "next": address(page.number + 1) if page.has_next() else None,
        "classes": [course_as_data(course, now) for course in page.object_list],
    }


def _json(data: dict[str, Any], status: int = 200) -> HttpResponse:
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return HttpResponse(text, status=status, content_type="application/json; charset=utf-8")


def _for_every_site(response: HttpResponse) -> HttpResponse:
    """Let scripts of every site read the answer; it is the same for all and holds no cookie."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Allow-Methods"] = "GET, HEAD"
    response["Access-Control-Allow-Headers"] = "If-None-Match"
    response["Access-Control-Expose-Headers"] = "ETag"
    response["Access-Control-Max-Age"] = "86400"
    return response


FRAMED = {
    **settings.SECURE_CSP,
    # The one page other sites may show in a frame; it has no form, no cookie, nothing to press
    # but links that leave the frame.
    "frame-ancestors": ["*"],
    "frame-src": [CSP.NONE],
    "form-action": [CSP.NONE],
    "connect-src": [CSP.NONE],
}


@require_safe
@xframe_options_exempt
@csp_override(FRAMED)
def embedded(request: HttpRequest) -> HttpResponse:
    """Show the next classes as a bare list, for a frame in another site."""
    now = timezone.now()
    try:
        choice = Choice.of(request.GET)
    except Http404:
        # In a frame an error page would be a grey box: nothing matches, and that is said.
        courses, status = [], 404
    else:
        found = with_pages(shared_courses(choice, now))
        courses, status = list(found[: _number(request.GET.get("count", ""))]), 200
    links = course_links(courses, request)
    bound_to_clock(request, courses)
    facts = centre(request)
    response = render(
        request,
        "events/embedded.html",
        {
            "rows": [_framed_row(course, now, absolute(links[course.pk])) for course in courses],
            "centre": facts.text("name"),
            "theme_url": theme_address(facts.brand_colour),
            "list_href": absolute(reverse("events:list")),
        },
        status=status,
    )
    response["X-Robots-Tag"] = "noindex"
    return response


def _framed_row(course: Course, now: datetime, href: str) -> dict[str, Any]:
    row = course_row(course, now=now, href=href)
    full = course.state_at(now) is CourseState.FULL
    return {**row, "tag_tone": "warning" if full else "neutral"}


def _number(text: str) -> int:
    """Return how many classes to show: what was asked for, within reason."""
    readable = text.isascii() and text.isdecimal() and len(text) < 4  # noqa: PLR2004 - enough digits
    return max(1, min(int(text), MOST_EMBEDDED)) if readable else EMBEDDED
