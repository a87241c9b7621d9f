"""Serve kept pages before anything else runs; keep what was rendered for no one in particular.

First in the list: what it keeps has every header the others add (CSP, HSTS, …), and a
kept page costs none of them. Browsers are told to ask each time (``no-cache``) and are
answered 304 as long as they have the page of today.
"""

import hashlib
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from cms.pagecache.freshness import bounded
from cms.pagecache.keys import key_of
from cms.pagecache.memory import KeptPage, Memory
from cms.pagecache.version import version
from plugins import state, typed_settings

KINDS = ("text/html", "application/atom+xml", "application/rss+xml", "application/xml", "text/xml")
HARMLESS_VARY = frozenset({"cookie", "accept-language", "accept-encoding", "hx-request"})
# Vary: Cookie means the session, and who has one is never answered from here;
# Vary: Accept-Language comes with every page although the address alone decides.


class PageCacheMiddleware:
    """See the module."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        if not settings.PAGE_CACHE or settings.DEBUG:
            raise MiddlewareNotUsed
        self.get_response = get_response
        self.seconds = settings.PAGE_CACHE.get("SECONDS", 60)
        self.memory = Memory(settings.PAGE_CACHE.get("MEGABYTES", 16) * 2**20)
        self.version = version()
        self._switches: tuple[Any, frozenset[str]] | None = None

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        key = key_of(request)
        if key is None:
            return self.get_response(request)
        now = self.version.read()
        page = self.memory.get(key, version=now, now=time.time())
        if page is not None:
            return page.answer(request)
        if request.method != "GET":
            return self.get_response(request)
        settled = self.version.is_settled()
        with state.pinned(self._disabled(now, settled=settled)), bounded(self.seconds) as bound:
            response = self.get_response(request)
        if not is_for_everyone(request, response):
            return response
        finish(response)
        page = KeptPage(response, version=now, until=bound.at)
        if settled and bound.at:
            self.memory.put(key, page)
        return page.answer(request) if "HTTP_IF_NONE_MATCH" in request.META else response

    def _disabled(self, now: Any, *, settled: bool) -> frozenset[str]:
        """Return the plug-ins off at this version: a memory seconds old would be kept on."""
        known = self._switches
        if known is not None and known[0] == now:
            return known[1]
        typed_settings.forget()
        labels = state.read()
        if settled:
            self._switches = (now, labels)
        return labels


def is_for_everyone(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Return whether the answer would be the same for any visitor without a session."""
    if response.status_code != 200 or response.streaming or response.cookies:  # noqa: PLR2004 - OK
        return False
    headers = response.headers
    if not headers.get("Content-Type", "").startswith(KINDS):
        return False
    control = headers.get("Cache-Control", "").lower()
    vary = {name.strip().lower() for name in headers.get("Vary", "").split(",") if name.strip()}
    messages = getattr(request, "_messages", None)
    return not (
        "private" in control
        or "no-store" in control
        or vary - HARMLESS_VARY
        or "nonce-" in headers.get("Content-Security-Policy", "")
        or request.META.get("CSRF_COOKIE_NEEDS_UPDATE")
        or b"csrfmiddlewaretoken" in response.content
        or getattr(request, "is_preview", False)
        or (messages is not None and (messages.used or messages.added_new))
    )


def finish(response: HttpResponse) -> None:
    """Give the answer what lets a browser ask whether it is still good."""
    if "ETag" not in response.headers:
        response.headers["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    if "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-cache"
