"""Pages chosen in streams, read together for the page that is being served.

A home page chooses pages in its greeting and in its bands. ``remembered`` begins one
memory for the request; ``foresee`` reads all that the given streams choose in one
query, and choosers find them there. What was chosen in another language than the reader's
is read in hers, where there is a translation.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from copy import copy
from typing import Any

from wagtail.models import Page

from cms.models.centre import current_language

_known: ContextVar[dict[int, Page | None] | None] = ContextVar("chosen_pages", default=None)


@contextmanager
def remembered() -> Iterator[None]:
    """Keep the pages read for as long as the block lasts."""
    token = _known.set({})
    try:
        yield
    finally:
        _known.reset(token)


def foresee(*raws: Any) -> None:
    """Read the pages chosen anywhere in the JSON of these streams."""
    chosen_pages({key for raw in raws for key in page_keys(raw)})


def chosen_pages(keys: Iterable[int]) -> dict[int, Page]:
    """Return ``{key: page}`` of those that exist; one query, none for remembered ones."""
    keys = set(keys)
    known = _known.get()
    known = {} if known is None else known
    if missing := keys - known.keys():
        found = Page.objects.select_related("locale").in_bulk(missing)
        _translate(found.values())
        known.update({key: found.get(key) for key in missing})
    return {key: copy(page) for key in keys if (page := known[key]) is not None}


def shown_to_reader(page: Page) -> Page:
    """Return the translation of a chosen page in the reader's language, else itself."""
    known = getattr(page, "for_reader", None)
    return page.localized if known is None else known


def _translate(pages: Iterable[Page]) -> None:
    """Note for each page which one its reader is shown; at most one query."""
    language = current_language()
    keys = {page.translation_key for page in pages if page.locale.language_code != language}
    found = Page.objects.filter(locale__language_code=language, translation_key__in=keys, live=True)
    translations = {page.translation_key: page for page in found} if keys else {}
    for page in pages:
        page.for_reader = translations.get(page.translation_key, page)


def page_keys(raw: Any) -> Iterator[int]:
    """Yield the keys of the pages in the JSON of a stream (values named ``page``)."""
    if isinstance(raw, dict):
        for name, value in raw.items():
            if name == "page" and isinstance(value, int):
                yield value
            else:
                yield from page_keys(value)
    elif isinstance(raw, Iterable) and not isinstance(raw, str):
        for value in raw:
            yield from page_keys(value)
