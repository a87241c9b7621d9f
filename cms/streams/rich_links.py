"""Links inside rich text, read once for a whole body.

Wagtail reads the pages and documents of each text apart, and asks for each page's
translation. Here the body's links are gathered first (``gathered``) and read together:
one query for its pages with their translations, one for its documents. A link to a page
nobody can meet (a draft, a plug-in that is off) shows as plain words.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.utils.html import escape
from wagtail.documents import get_document_model
from wagtail.documents.rich_text import DocumentLinkHandler
from wagtail.models import Page
from wagtail.rich_text.pages import PageLinkHandler

from cms.models.centre import current_language
from cms.pages.visibility import visible

_LINK = re.compile(r'<a\b[^>]*\blinktype="(page|document)"[^>]*>')
_KEY = re.compile(r'\bid="(\d+)"')

type Found = dict[str, dict[str, str]]
_found: ContextVar[Found | None] = ContextVar("rich_links", default=None)


def texts_in(raw: Any) -> Iterator[str]:
    """Yield every string in the JSON of a stream."""
    if isinstance(raw, str):
        yield raw
    elif isinstance(raw, dict):
        for value in raw.values():
            yield from texts_in(value)
    elif isinstance(raw, Iterable):
        for value in raw:
            yield from texts_in(value)


@contextmanager
def gathered(texts: Iterable[str]) -> Iterator[None]:
    """Read the links of all ``texts`` at once, for as long as the block lasts."""
    keys: dict[str, set[str]] = {"page": set(), "document": set()}
    for text in texts:
        for link in _LINK.finditer(text):
            if key := _KEY.search(link.group()):
                keys[link.group(1)].add(key.group(1))
    pages = dict.fromkeys(keys["page"], "") | page_addresses(keys["page"])
    documents = dict.fromkeys(keys["document"], "") | document_addresses(keys["document"])
    token = _found.set({"page": pages, "document": documents})
    try:
        yield
    finally:
        _found.reset(token)


def page_addresses(keys: Iterable[str]) -> dict[str, str]:
    """Return ``{page key: address}``, in the language being spoken where there is one.

    One query.
    """
    keys = set(keys)
    if not keys:
        return {}
    same = Page.objects.filter(pk__in=keys).values("translation_key")
    pages = list(visible(Page.objects.filter(translation_key__in=same)).select_related("locale"))
    spoken = {
        page.translation_key: page
        for page in pages
        if page.locale.language_code == current_language()
    }
    return {
        str(page.pk): spoken.get(page.translation_key, page).url or ""
        for page in pages
        if str(page.pk) in keys
    }


def document_addresses(keys: Iterable[str]) -> dict[str, str]:
    """Return ``{document key: address}``; one query."""
    keys = set(keys)
    if not keys:
        return {}
    return {str(one.pk): one.url for one in get_document_model().objects.filter(pk__in=keys)}


def _anchors(kind: str, attributes: list[dict[str, Any]], read: Any) -> list[str]:
    keys = [str(each.get("id")) for each in attributes]
    found = dict((_found.get() or {}).get(kind, {}))
    found.update(read({key for key in keys if key not in found and key.isdigit()}))
    return [f'<a href="{escape(found[key])}">' if found.get(key) else "<a>" for key in keys]


class PageLinks(PageLinkHandler):
    """Links to pages."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, Any]]) -> list[str]:
        return _anchors("page", attrs_list, page_addresses)


class DocumentLinks(DocumentLinkHandler):
    """Links to documents."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, Any]]) -> list[str]:
        return _anchors("document", attrs_list, document_addresses)


def register_links(features: Any) -> None:
    """Take the place of Wagtail's own handlers."""
    features.register_link_type(PageLinks)
    features.register_link_type(DocumentLinks)
