"""The pages one process keeps: the least recently served go first."""

from collections import OrderedDict
from threading import Lock
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import get_conditional_response

from cms.pagecache.keys import Key

# What an entry costs beside its body.
OVERHEAD = 2_000
_OF_THE_BODY = frozenset({"content-type", "content-length", "content-language"})


class KeptPage:
    """A rendered answer, with what it may be served for."""

    __slots__ = ("_headers", "body", "etag", "until", "version")

    def __init__(self, response: HttpResponse, *, version: Any, until: float) -> None:
        self.body = response.content
        self.etag = response.headers["ETag"]
        self.version = version
        self.until = until
        self._headers = list(response.items())

    def answer(self, request: HttpRequest) -> HttpResponse:
        """Return the answer to ``request``: the page, or 304 if it has it already."""
        if "HTTP_IF_NONE_MATCH" in request.META:
            unchanged = get_conditional_response(request, etag=self.etag)
            if unchanged is not None:
                return self._not_modified(unchanged)
        response = HttpResponse(self.body)
        for name, value in self._headers:
            response.headers[name] = value
        return response

    def _not_modified(self, response: HttpResponse) -> HttpResponse:
        if isinstance(response, HttpResponseNotModified):
            for name, value in self._headers:
                if name.lower() not in _OF_THE_BODY:
                    response.headers[name] = value
        return response


class Memory:
    """Kept pages by key, at most ``limit`` bytes of them; safe among threads."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._used = 0
        self._pages: OrderedDict[Key, KeptPage] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Key, *, version: Any, now: float) -> KeptPage | None:
        """Return the page if it still stands for ``version`` and ``now``."""
        page = self._pages.get(key)
        if page is None:
            return None
        with self._lock:
            if page.version != version or page.until <= now:
                if self._pages.get(key) is page:
                    self._drop(key)
                return None
            if key in self._pages:
                self._pages.move_to_end(key)
        return page

    def put(self, key: Key, page: KeptPage) -> None:
        """Keep the page; what was served longest ago makes room."""
        size = len(page.body) + OVERHEAD
        if size > self._limit // 4:
            return
        with self._lock:
            if key in self._pages:
                self._drop(key)
            self._pages[key] = page
            self._used += size
            while self._used > self._limit:
                self._drop(next(iter(self._pages)))

    def _drop(self, key: Key) -> None:
        self._used -= len(self._pages.pop(key).body) + OVERHEAD

    def __len__(self) -> int:
        return len(self._pages)
