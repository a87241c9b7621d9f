"""Which pages the public may meet at all: those whose app is installed and switched on.

A page of a switched-off plug-in answers 404 and is left out of menus, listings, feeds,
the sitemap and search. Its row and its place in the tree stay.
"""

from collections.abc import Callable
from functools import cache

from django.db.models import QuerySet
from wagtail.models import Page, get_page_models

from plugins.registry import registry
from plugins.state import disabled_labels

_kept_out: list[Callable[[], "QuerySet[Page]"]] = []


def keep_out_of_lists(pages: Callable[[], "QuerySet[Page]"]) -> None:
    """Leave these pages out of every list and the sitemap; those who have the link may read them.

    For plug-ins whose pages tell of records that may be private; ``pages()`` becomes a
    subquery. Said once, when the app is ready.
    """
    _kept_out.append(pages)


@cache
def _installed() -> frozenset[str]:
    return frozenset(model._meta.app_label for model in get_page_models())


def shown_app_labels() -> frozenset[str]:
    """Return the labels of the apps whose pages are shown now."""
    return _installed() - (disabled_labels() & registry().plugins.keys())


def visible(pages: "QuerySet[Page]") -> "QuerySet[Page]":
    """Return the live pages among ``pages`` that may be shown; costs a join, no query."""
    return pages.live().filter(content_type__app_label__in=shown_app_labels())


def listed(pages: "QuerySet[Page]") -> "QuerySet[Page]":
    """Return the visible pages for a list: those with a lock of their own are not told of."""
    found = visible(pages).filter(view_restrictions__isnull=True)
    for kept_out in _kept_out:
        found = found.exclude(pk__in=kept_out().values("pk"))
    return found


def is_visible(page: Page) -> bool:
    """Return whether the type of ``page`` is installed and its plug-in is on."""
    model = page.specific_class
    return model is not None and model._meta.app_label in shown_app_labels()
