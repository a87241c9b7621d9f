"""Pages for what went wrong.

Those that come from a healthy site wear its frame; 400, 500 and 503 must come out even when
the database, the settings or the host name are what is broken, so they need nothing.
"""

import sys

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader

# What SQLite says when its one writer kept us waiting, and PostgreSQL's codes for the same:
# no lock in time, query cancelled, too many connections; the pool's is its own exception.
BUSY_WORDS = ("database is locked", "database table is locked")
BUSY_CODES = {"55P03", "57014", "53300"}
BUSY_SECONDS = 10

LAST_WORDS = (
    "<!doctype html><html lang=ko><meta charset=utf-8><title>오류 Error</title>"
    "<h1>잠시 문제가 생겼습니다</h1><p>잠시 뒤에 다시 시도해 주세요.</p>"
    "<p lang=en>Something went wrong. Please try again in a few minutes.</p>"
)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django passes it
    """Say that there is no such page, and offer search and the main ways."""
    return render(request, "404.html", status=404)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django passes it
    """Say that this page is not for this person."""
    return render(request, "403.html", status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that the form has expired, and how to send it again."""
    return render(request, "403_csrf.html", {"reason": reason}, status=403)


def too_many_requests(request: HttpRequest) -> HttpResponse:
    """Say that someone has tried too often."""
    return render(request, "429.html", status=429)


def bad_request(_request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django passes it
    """Say that the request made no sense."""
    return bare("400.html", status=400)


def server_error(_request: HttpRequest) -> HttpResponse:
    """Say that something broke, or only that too many came at once: then nothing is broken."""
    if is_busy(sys.exception()):
        answer = bare("busy.html", status=503)
        answer["Retry-After"] = str(BUSY_SECONDS)
        return answer
    return bare("500.html", status=500)


def is_busy(error: BaseException | None) -> bool:
    """Return whether the database gave up waiting, which a moment later it may not."""
    while error is not None:
        if isinstance(error, OperationalError) and any(word in str(error) for word in BUSY_WORDS):
            return True
        if getattr(error, "sqlstate", None) in BUSY_CODES or type(error).__name__ == "PoolTimeout":
            return True
        error = error.__cause__
    return False


def bare(template: str, *, status: int) -> HttpResponse:
    """Return a page rendered without context, or a few last words if even that fails."""
    try:
        return HttpResponse(loader.get_template(template).render(), status=status)
    except Exception:  # noqa: BLE001 - whatever broke, the answer must still be a page
        return HttpResponse(LAST_WORDS, status=status)
