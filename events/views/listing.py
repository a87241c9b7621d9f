"""The list of coming courses."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from events.forms.public import CourseFilter
from events.freshness import bound_to_clock, bound_to_openings
from events.links import course_links
from events.queries import upcoming_courses
from events.rows import course_row

PER_PAGE = 20


def courses(request: HttpRequest) -> HttpResponse:
    """Show the coming courses, filtered by the query string; only the results to htmx."""
    now = timezone.now()
    form = CourseFilter(request.GET or None, auto_id="filter_%s")
    found = upcoming_courses(now)
    if form.is_bound:
        found = form.narrow(found, now)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    links = course_links(page.object_list, request)
    bound_to_clock(request, page.object_list)
    if form.is_bound and form.cleaned_data.get("open"):
        bound_to_openings(request, now)
    query = request.GET.copy()
    query.pop("page", None)
    return render(
        request,
        "events/list_results.html" if request.htmx else "events/list.html",
        {
            "form": form,
            "rows": [course_row(item, now=now, href=links[item.pk]) for item in page.object_list],
            "page_obj": page,
            "query": query,
            "is_narrowed": form.is_bound and form.is_narrowed,
        },
    )
