"""How often one client may do a thing, counted in the cache all processes share.

Fixed windows: the count begins anew with each window, so a client may do up to twice
``limit`` across a border. Good enough to blunt guessing and flooding; nothing that
must be exact may lean on it.
"""

import hashlib
import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from cms.views.errors import too_many_requests

type View = Callable[..., HttpResponse]


def limited(action: str, *, limit: int, seconds: int = 60) -> Callable[[View], View]:
    """Let one client POST to a view at most ``limit`` times in ``seconds``; then answer 429.

    Reading is never limited. What was typed is in the browser still: going back shows it.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method == "POST" and not allowed(
                request, action, limit=limit, seconds=seconds
            ):
                response = too_many_requests(request)
                response["Retry-After"] = str(seconds)
                return response
            return view(request, *args, **kwargs)

        return answer

    return decorate


def allowed(request: HttpRequest, action: str, *, limit: int, seconds: int) -> bool:
    """Count one ``action`` by this client; return whether it is within ``limit``.

    ``seconds`` is the length of a window. People signed in are told apart by who they are,
    so that an office full of parents behind one address stands in nobody's way; visitors by
    address, as allauth determines it behind the proxies it is told to trust.
    """
    window = int(time.time()) // seconds
    client = hashlib.sha256(_client(request).encode()).hexdigest()[:24]
    key = f"limit:{action}:{client}:{window}"
    if cache.add(key, 1, timeout=seconds):
        return limit >= 1
    try:
        return cache.incr(key) <= limit
    except ValueError:
        # It expired between the two.
        return True


def _client(request: HttpRequest) -> str:
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        return f"person {user.pk}"
    try:
        return str(get_adapter().get_client_ip(request))
    except PermissionDenied:
        return "unknown"
