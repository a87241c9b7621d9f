"""From an address to its page in two queries, however deep it lies.

Wagtail walks down the tree with two queries per step. Addresses are unique, so the page
and all its ancestors can be asked for at once: their ``url_path``s are the prefixes of
the address. The page gets them as ``page.trail`` (home first, itself last), from which
breadcrumbs, restrictions and languages are read without asking again.
"""

import unicodedata
from collections.abc import Sequence

from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.translation import get_language
from wagtail import views
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.url_routing import RouteResult

from cms.pages import chosen, pictures
from cms.pages.visibility import is_visible


def serve(request: HttpRequest, path: str) -> HttpResponseBase:
    """Serve the page at ``path`` under the home page of the language being spoken."""
    try:
        request._wagtail_route_for_request = route(request, path)  # type: ignore[attr-defined]  # Wagtail's own memory
    except Http404:
        request._wagtail_route_for_request = None  # type: ignore[attr-defined]  # Wagtail's own memory
    with pictures.remembered(), chosen.remembered():
        response: HttpResponseBase = views.serve(request, path)
        # Now rather than after the view, so that what was read once stays known.
        return response.render() if hasattr(response, "render") else response


def route(request: HttpRequest, path: str) -> RouteResult | None:
    """Return the page at ``path`` with what is left of the address, or None.

    Raises Http404 when the page, or one above it, belongs to a plug-in that is off.
    """
    root = home_path(request)
    if root is None:
        return None
    words = [word for word in unicodedata.normalize("NFC", path).split("/") if word]
    trail = pages_along(root, words)
    if not trail:
        return None
    if not all(is_visible(page) for page in trail):
        raise Http404("The page belongs to a plug-in that is switched off.")
    page = trail[-1].specific
    page.is_locked = trail[-1].is_locked
    page.trail = [*trail[:-1], page]
    if len(trail) > 1:
        page._cached_parent_obj = trail[-2]
    found: RouteResult = page.route(request, words[len(trail) - 1 :])
    found[0].trail = page.trail if found[0] is page else getattr(found[0], "trail", None)
    return found


def home_path(request: HttpRequest) -> str | None:
    """Return the ``url_path`` of the home page in the language being spoken, or the default one."""
    site = Site.find_for_request(request)
    if site is None:
        return None
    paths = {
        entry.language_code: entry.root_path
        for entry in Site.get_site_root_paths()
        if entry.site_id == site.pk
    }
    spoken = (get_language() or "").partition("-")[0]
    return paths.get(spoken) or site.root_page.url_path


def pages_along(root: str, words: Sequence[str]) -> list[Page]:
    """Return the pages from ``root`` down along ``words``, as far as there are pages."""
    prefixes = [root]
    for word in words:
        prefixes.append(f"{prefixes[-1]}{word}/")
    locks = PageViewRestriction.objects.filter(page=OuterRef("pk"))
    pages = Page.objects.filter(url_path__in=prefixes).annotate(is_locked=Exists(locks))
    found = {page.url_path: page for page in pages}
    trail = []
    for prefix in prefixes:
        if prefix not in found:
            break
        trail.append(found[prefix])
    return trail
