"""Which requests may be answered with a kept page, and under which key.

Only what cannot depend on who asks: GET and HEAD without a session, without
credentials, without parameters nobody declared. Parameters that only track people are
taken out of the request itself, so that no page can carry one visitor's to another.
"""

from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest

type Key = tuple[str, str, str, str]

LONGEST_PATH = 400
LONGEST_QUERY = 300
MOST_PARAMETERS = 12

_TRACKING = frozenset({"gclid", "gbraid", "wbraid", "fbclid", "igshid", "msclkid", "napm", "_ga"})
_TRACKING_PREFIXES = ("utm_", "n_")
_known = {"page", "category", "district", "kind", "month", "year", "view", "status", "tag"}


def know_parameters(*names: str) -> None:
    """Declare query parameters whose pages may be kept, from an app's ``ready()``."""
    _known.update(names)


def key_of(request: HttpRequest) -> Key | None:
    """Return the key of the page asked for, or None if the request must be rendered.

    Takes tracking parameters out of the request.
    """
    meta = request.META
    if (
        request.method not in {"GET", "HEAD"}
        # Wagtail's previews run through every middleware under the page's own address.
        or hasattr(request, "is_dummy")
        or "HTTP_AUTHORIZATION" in meta
        # Parts of pages, for htmx.
        or "HTTP_HX_REQUEST" in meta
        or ("HTTP_COOKIE" in meta and _is_known_person(request))
        or len(request.path) > LONGEST_PATH
    ):
        return None
    query = meta.get("QUERY_STRING", "")
    if query:
        kept = _kept(query)
        if kept is None:
            return None
        if kept != query:
            meta["QUERY_STRING"] = query = kept
    try:
        host = request.get_host()
    except DisallowedHost:
        return None
    return request.scheme or "", host, request.path, query


def _is_known_person(request: HttpRequest) -> bool:
    cookies = request.COOKIES
    return (
        settings.SESSION_COOKIE_NAME in cookies
        or "messages" in cookies
        or any(name in cookies for name in settings.PAGE_CACHE.get("COOKIES", ()))
    )


def _kept(query: str) -> str | None:
    if len(query) > LONGEST_QUERY:
        return None
    try:
        pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=MOST_PARAMETERS)
    except ValueError:
        return None
    kept = [(name, value) for name, value in pairs if not _is_tracking(name)]
    if any(name not in _known for name, _value in kept):
        return None
    return urlencode(sorted(kept, key=lambda pair: pair[0]))


def _is_tracking(name: str) -> bool:
    name = name.lower()
    return name in _TRACKING or name.startswith(_TRACKING_PREFIXES)
