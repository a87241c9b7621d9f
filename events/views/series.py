"""A series of courses on a page of its own."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from events.freshness import bound_to_clock
from events.links import course_links, with_pages
from events.models import Series
from events.queries import series_courses
from events.rows import course_row

PER_PAGE = 20


@require_safe
def series(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a series with its courses, the coming ones first."""
    found = get_object_or_404(Series, slug=slug)
    now = timezone.now()
    courses = with_pages(series_courses(found, now))
    page = Paginator(courses, PER_PAGE).get_page(request.GET.get("page"))
    links = course_links(page.object_list, request)
    bound_to_clock(request, page.object_list)
    return render(
        request,
        "events/series.html",
        {
            "series": found,
            "rows": [course_row(one, now=now, href=links[one.pk]) for one in page.object_list],
            "page_obj": page,
        },
    )
