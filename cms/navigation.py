"""Where one is, where one can go, and the same place in the other language.

One query finds everything: the menu (pages "in menus", two levels deep, in the language
being spoken), the translations of the page and of its ancestors, and the pages linked at
the foot. Pages of a plug-in that is off are left out.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest
from django.http.request import split_domain_port
from django.urls import reverse, translate_url
from django.utils.translation import get_language, gettext, override
from wagtail.models import Page, Site

from cms.models.centre import CentreSettings, centre
from cms.pagecache.remembered import remembered
from cms.pages.links import is_open
from cms.pages.visibility import visible

LANGUAGE_NAMES = {"ko": "한국어", "en": "English"}
HOME_DEPTH = 2
MENU_DEPTH = 2
_KEPT = "site_navigation"


@dataclass(frozen=True, slots=True)
class Link:
    """One entry of a menu, or one breadcrumb."""

    label: str
    url: str
    current: bool = False
    """Whether one is here, or below."""
    children: "tuple[Link, ...]" = ()


@dataclass(frozen=True, slots=True)
class Language:
    """A language of the site and where this place is found in it."""

    code: str
    label: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Navigation:
    """Everything the frame of a page links to."""

    home_url: str
    menu: tuple[Link, ...] = ()
    languages: tuple[Language, ...] = ()
    breadcrumbs: tuple[Link, ...] = ()
    """Home first, the page itself last; empty on the home page and outside the pages."""
    legal: tuple[Link, ...] = ()
    """Privacy, terms and accessibility, those that are set."""
    canonical: str = ""
    """The page's one absolute address, empty outside the pages."""
    alternates: tuple[tuple[str, str], ...] = ()
    """(language, absolute address) of the true translations, itself among them."""


def navigation(request: HttpRequest, page: Page | None = None) -> Navigation:
    """Return the navigation of this request, worked out once; at most three queries.

    The page is the one given, else the one that said it is being shown (``SitePage``).
    """
    kept = getattr(request, _KEPT, None)
    if kept is None:
        page = page or getattr(request, "shown_page", None)
        kept = _Builder(request, page).build()
        setattr(request, _KEPT, kept)
    return kept


@dataclass
class _Builder:
    request: HttpRequest
    page: Page | None
    language: str = field(init=False)
    trail: Sequence[Page] = field(init=False, default=())
    found: list[Page] = field(init=False, default_factory=list)

    def build(self) -> Navigation:
        spoken = (get_language() or settings.LANGUAGE_CODE).partition("-")[0]
        self.language = spoken if spoken in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        site = site_of(self.request)
        if site is None:
            return Navigation(home_url="/", languages=self._by_address())
        self.trail = self._trail()
        facts = centre(self.request)
        if self.trail:
            self.found = self._find(site.root_page, facts)
        else:
            self.found = remembered(
                ("menu", site.root_page_id, self.language),
                lambda: self._find(site.root_page, facts),
            )
        home = self._home(site.root_page)
        return Navigation(
            home_url=self._url(home),
            menu=self._menu(home),
            languages=self._languages(),
            breadcrumbs=self._breadcrumbs(),
            legal=self._legal(facts),
            canonical=self._absolute(self._url(self.page)) if self.trail else "",
            alternates=self._alternates(),
        )

    def _trail(self) -> Sequence[Page]:
        if self.page is None:
            return ()
        known = getattr(self.page, "trail", None)
        if known:
            return known
        if self.page.depth is None:  # a preview of a page not saved yet
            return (self.page,)
        above = self.page.get_ancestors().filter(depth__gte=HOME_DEPTH)
        return [*above, self.page]

    def _find(self, root: Page, facts: CentreSettings) -> list[Page]:
        keys = {page.translation_key for page in self.trail} | {root.translation_key}
        menu = Q(show_in_menus=True, depth__gt=HOME_DEPTH, depth__lte=HOME_DEPTH + MENU_DEPTH)
        pages = Page.objects.filter(
            (menu & Q(locale__language_code=self.language))
            | Q(translation_key__in=keys | set(legal_keys(facts)))
        )
        return list(visible(pages).select_related("locale", "linkpage").order_by("path"))

    def _home(self, root: Page) -> Page:
        return self._translation(root, self.language) or root

    def _translation(self, page: Page, language: str) -> Page | None:
        for other in self.found:
            same = other.translation_key == page.translation_key
            if same and other.locale.language_code == language:
                return other
        return None

    def _url(self, page: Page | None) -> str:
        if page is None:
            return ""
        # Menu entries were read with what their link leads to; other pages lead to themselves.
        link = page._state.fields_cache.get("linkpage")
        target = link.target if link is not None else ""
        return target or page.get_url(self.request) or ""

    def _absolute(self, url: str) -> str:
        return self.request.build_absolute_uri(url) if url else ""

    def _menu(self, home: Page) -> tuple[Link, ...]:
        entries = [
            page
            for page in self.found
            if page.show_in_menus
            and page.path.startswith(home.path)
            and HOME_DEPTH < page.depth <= HOME_DEPTH + MENU_DEPTH
            and is_open(self._url(page))
        ]
        here = {page.pk for page in self.trail}
        return tuple(
            self._link(page, here, [one for one in entries if one.is_child_of(page)])
            for page in entries
            if page.depth == home.depth + 1
        )

    def _link(self, page: Page, here: set[Any], below: Iterable[Page] = ()) -> Link:
        children = tuple(self._link(child, here) for child in below)
        url = self._url(page)
        current = (
            page.pk in here
            or any(child.current for child in children)
            or (not here and self.request.path.startswith(url.partition("?")[0]))
        )
        return Link(page.title, url, current, children)

    def _breadcrumbs(self) -> tuple[Link, ...]:
        if not self.trail[1:]:
            return ()
        first = Link(gettext("Home"), self._url(self.trail[0]))
        between = (Link(page.title, self._url(page)) for page in self.trail[1:-1])
        return (first, *between, Link(self.trail[-1].title, "", current=True))

    def _legal(self, facts: CentreSettings) -> tuple[Link, ...]:
        links = []
        for page in legal_pages(facts):
            shown = self._translation(page, self.language) or self._translation(
                page, settings.LANGUAGE_CODE
            )
            if shown is not None:
                links.append(Link(shown.title, self._url(shown)))
        return tuple(links)

    def _languages(self) -> tuple[Language, ...]:
        if not self.trail:
            return self._by_address()
        return tuple(
            Language(code, LANGUAGE_NAMES[code], self._same_place(code), code == self.language)
            for code, _name in settings.LANGUAGES
        )

    def _same_place(self, code: str) -> str:
        """Return the address of the page in ``code``, else of its nearest translated ancestor."""
        if code == self.language:
            return self.request.get_full_path()
        for page in reversed(self.trail):
            other = self._translation(page, code)
            if other is not None:
                return self._url(other)
        with override(code):
            return reverse("wagtail_serve", args=[""])

    def _by_address(self) -> tuple[Language, ...]:
        here = self.request.get_full_path()
        return tuple(
            Language(code, LANGUAGE_NAMES[code], translate_url(here, code), code == self.language)
            for code, _name in settings.LANGUAGES
        )

    def _alternates(self) -> tuple[tuple[str, str], ...]:
        if not self.trail:
            return ()
        found = {
            code: self._translation(self.trail[-1], code) for code, _name in settings.LANGUAGES
        }
        return tuple(
            (code, self._absolute(self._url(page))) for code, page in found.items() if page
        )


def site_of(request: HttpRequest) -> Site | None:
    """Return Wagtail's site of the request; it is remembered for hosts known by name."""
    # The host as Wagtail reads it, and the attribute in which it keeps the site for all who
    # ask later in the request.
    host, _port = split_domain_port(request._get_raw_host())  # noqa: SLF001
    if not hasattr(request, "_wagtail_site") and host in settings.ALLOWED_HOSTS:
        request._wagtail_site = remembered(  # noqa: SLF001
            ("site", host, request.get_port()), lambda: Site.find_for_request(request)
        )
    return Site.find_for_request(request)


def legal_pages(facts: CentreSettings) -> list[Page]:
    """Return the pages linked at the foot, in their order, those that are set."""
    pages = (facts.privacy_page, facts.terms_page, facts.accessibility_page)
    return [page for page in pages if page is not None]


def legal_keys(facts: CentreSettings) -> list[Any]:
    """Return what their translations share."""
    return [page.translation_key for page in legal_pages(facts)]
