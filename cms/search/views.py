"""The results page: a plain GET form, so that every answer has an address."""

from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import EmptyPage, Page, PageNotAnInteger, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms.ratelimits import allowed
from cms.search.answers import PER_PAGE, Answer, answer, note_empty
from cms.search.highlight import excerpt, marked, pattern_of
from cms.search.query import LONGEST_QUERY, Question

LIMIT = 60
"""Questions one client may ask in a minute."""
LAST_PAGE = 100
MOST_DIGITS = 5


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Answer ``?q=``, narrowed by ``kind``, ten to a page."""
    typed = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST_QUERY]
    question = Question(typed, (get_language() or "ko").partition("-")[0])
    context: dict[str, Any] = {
        "typed": typed,
        "trail": [
            {"label": _("Home"), "url": reverse("wagtail_serve", args=[""])},
            {"label": _("Search")},
        ],
    }
    status = HTTPStatus.OK
    if question.text:
        if allowed(request, "search", limit=LIMIT, seconds=60):
            context |= _results(request, question)
        else:
            status, context["is_limited"] = HTTPStatus.TOO_MANY_REQUESTS, True
    response = render(request, "search/results.html", context, status=status)
    if question.text:
        # Pages of results are nothing to find.
        response["X-Robots-Tag"] = "noindex"
    if status is HTTPStatus.TOO_MANY_REQUESTS:
        response["Retry-After"] = "60"
    return response


def _results(request: HttpRequest, question: Question) -> dict[str, Any]:
    kind = request.GET.get("kind", "").replace("\x00", "")[:60]
    number = request.GET.get("page", "1")
    is_number = number.isdecimal() and len(number) <= MOST_DIGITS
    page = min(max(int(number), 1), LAST_PAGE) if is_number else 1
    found = answer(question, kind=kind, page=page)
    if page > 1 and not found.documents:
        page = 1
        found = answer(question, kind=kind)
    if not found.kinds or found.is_loose:
        note_empty(question)
    pattern = pattern_of(question.marks())
    return {
        "found": found,
        "chosen": kind,
        "kinds": _kinds(found, kind),
        "rows": [
            {
                "title": marked(document.title, pattern),
                "excerpt": excerpt(document.body, pattern),
                "url": document.url,
                "kind": document.kind,
                "date": document.date,
            }
            for document in found.documents
        ],
        "page_obj": _page(found.total, page),
        "query": urlencode({"q": question.typed, **({"kind": kind} if kind else {})}),
        "suggestion_url": f"?{urlencode({'q': found.suggestion})}",
    }


def _kinds(found: Answer, chosen: str) -> list[dict[str, Any]]:
    everything = sum(count for _kind, count in found.kinds)
    kinds = [(_("All"), "", everything), *((kind, kind, count) for kind, count in found.kinds)]
    typed = found.question.typed
    return [
        {
            "label": label,
            "count": count,
            "url": "?" + urlencode({"q": typed, **({"kind": kind} if kind else {})}),
            "is_chosen": kind == chosen,
        }
        for label, kind, count in kinds
    ]


def _page(total: int, number: int) -> Page[int]:
    """Return what the pagination component needs; the documents are read by the answer itself."""
    paginator = Paginator(range(min(total, LAST_PAGE * PER_PAGE)), PER_PAGE)
    try:
        return paginator.page(number)
    except (EmptyPage, PageNotAnInteger):
        return paginator.page(1)
