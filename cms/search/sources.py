"""What there is to find: public pages, and what plug-ins contribute.

Both come down to ``Found`` objects: a ``SearchDocument`` with the plug-ins it depends
on. A page depends on the plug-ins of its own type and of the types above it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Model
from django.utils import translation
from wagtail.models import Page
from wagtail.search import index

from plugins.api import SearchDocument, SearchSource
from plugins.registry import guarded, registry

PAGES = "page"


@dataclass(frozen=True, slots=True)
class Found:
    """A document and the labels of the plug-ins that must be on for it to be found."""

    document: SearchDocument
    plugins: frozenset[str]


def live_pages() -> Iterator[Page]:
    """Yield every live page below the root, each as its own type."""
    yield from Page.objects.live().filter(depth__gt=1).order_by("path").specific().iterator()


def of_page(page: Page) -> list[Found]:
    """Return the document of a page; none if visitors may not see it or it has no address."""
    if not page.live or getattr(page, "search_hidden", False) or page.get_view_restrictions():
        return []
    url = page.get_url()
    if not url:
        return []
    language = page.locale.language_code
    with translation.override(language):
        kind = str(getattr(page, "search_kind", "") or page._meta.verbose_name)
        document = SearchDocument(
            object_id=str(page.pk),
            locale=language,
            title=page.title,
            body=text_of(page),
            url=_path(url),
            kind=kind[:1].upper() + kind[1:],
            date=getattr(page, "search_date", None),
        )
    return [Found(document, _plugins_of(page))]


def text_of(page: Page) -> str:
    """Return the page's own words, without its title."""
    if hasattr(page, "search_text"):
        return str(page.search_text())
    parts = [page.search_description]
    for field in page.get_search_fields():
        if isinstance(field, index.SearchField) and field.field_name != "title":
            value = field.get_value(page)
            parts += value if isinstance(value, list) else [str(value or "")]
    return "\n".join(part for part in parts if part)


def sources_of(model: type[Model]) -> list[tuple[str, SearchSource]]:
    """Return ``(plug-in label, source)`` of every installed plug-in for records of the model."""
    label = model._meta.label.lower()
    return [(owner, source) for owner, source in all_sources() if source.model.lower() == label]


def all_sources() -> list[tuple[str, SearchSource]]:
    """Return ``(plug-in label, source)`` of every installed plug-in, on or off."""
    return [
        (owner, source)
        for owner, source in registry().by_kind.get(SearchSource, ())
        if isinstance(source, SearchSource)
    ]


def of_record(owner: str, source: SearchSource, record: Model) -> list[Found]:
    """Return the documents of a plug-in's record, none if it is not public."""
    # Listed inside the guard: a generator raises when it is read.
    documents: list[SearchDocument] = guarded(source, lambda: list(source.documents(record))) or []
    return [Found(document, frozenset({owner})) for document in documents]


def _plugins_of(page: Page) -> frozenset[str]:
    types = [page.content_type, *(above.content_type for above in page.get_ancestors())]
    return frozenset({kind.app_label for kind in types} & registry().plugins.keys())


def _path(url: str) -> str:
    """Return the address without scheme and host: results stay on the visitor's own."""
    if "://" in url:
        return "/" + url.partition("://")[2].partition("/")[2]
    return url
