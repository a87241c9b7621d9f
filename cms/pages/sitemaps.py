"""What search engines are told: which pages there are, in which languages, and where not to go."""

from collections.abc import Iterable
from typing import Any

from django.contrib.sitemaps.views import sitemap as django_sitemap
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.functional import cached_property
from wagtail.contrib.sitemaps import Sitemap
from wagtail.models import Page, Site

from cms.pages.link import LinkPage
from cms.pages.serving import home_path
from cms.pages.visibility import listed


class PagesSitemap(Sitemap):
    """Every public page of every language, each with its translations beside it.

    Only addresses that answer: pages of a plug-in that is off, drafts and restricted pages
    are left out. Two queries, however many pages there are.
    """

    limit = 5000

    def items(self) -> Iterable[Page]:
        # Django asks several times.
        return self._pages

    @cached_property
    def _pages(self) -> list[Page]:
        root = home_path(self.request)
        if root is None:
            return []
        site = Site.find_for_request(self.request)
        roots = [entry for entry in Site.get_site_root_paths() if entry.site_id == site.pk]
        pages = (
            listed(Page.objects.public())
            .filter(depth__gt=1)
            .exclude(pk__in=LinkPage.objects.values("pk"))
            .select_related("locale")
            .order_by("path")
        )
        return [
            page
            for page in pages
            if any(page.url_path.startswith(entry.root_path) for entry in roots)
        ]

    def location(self, page: Page) -> str:
        return self.request.build_absolute_uri(page.get_url(self.request))

    def _urls(self, page: int, protocol: str, domain: str) -> list[dict[str, Any]]:
        shown = self.paginator.page(page).object_list
        places: dict[Any, list[dict[str, str]]] = {}
        for item in self.paginator.object_list:
            alternate = {"lang_code": item.locale.language_code, "location": self.location(item)}
            places.setdefault(item.translation_key, []).append(alternate)
        urls = [
            {
                "item": item,
                "location": self.location(item),
                "lastmod": self.lastmod(item),
                "alternates": places[item.translation_key],
            }
            for item in shown
        ]
        changed = [url["lastmod"] for url in urls if url["lastmod"]]
        if changed:
            self.latest_lastmod = max(changed)
        return urls


def sitemap(request: HttpRequest) -> HttpResponseBase:
    """Answer the sitemap."""
    response: HttpResponseBase = django_sitemap(request, {"pages": PagesSitemap(request)})
    return response


def robots(request: HttpRequest) -> HttpResponse:
    """Answer robots.txt: personal addresses are nobody's to index."""
    closed = ["/admin/", "/accounts/", "/en/accounts/", "/my/", "/en/my/", "/files/", "/calendar/"]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed), ""]
    lines.append(f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
