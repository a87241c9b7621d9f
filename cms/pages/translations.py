"""Carrying a page over into the other language.

Each language has a tree of its own; a page and its translation share a key, nothing else.
Carrying over copies the page, and those above it that have no translation yet, as drafts
for an editor to put into words. What either page becomes later is its own affair, so a
block that is locked on one side is never written over from the other
(``docs/decisions/0002-languages.md``).
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from wagtail.models import Locale, Page


def may_translate(user: Any, page: Page, locale: Locale) -> bool:
    """Return whether ``user`` may edit the page and add to the place its translation goes to."""
    place = _place(page, locale)
    return (
        place is not None
        and page.permissions_for_user(user).can_edit()
        and place.permissions_for_user(user).can_add_subpage()
    )


def _place(page: Page, locale: Locale) -> Page | None:
    """Return the lowest page above that is translated: the copies go below it."""
    for above in page.get_ancestors().filter(depth__gt=1).order_by("-depth"):
        other = above.get_translation_or_none(locale)
        if other is not None:
            return other
    return None


@transaction.atomic
def translate(page: Page, *, to: Locale, by: Any) -> Page:
    """Return the page's translation, copying it as a draft if there is none yet.

    Raises PermissionDenied if ``by`` may not (``may_translate``).
    """
    known: Page | None = page.get_translation_or_none(to)
    if known is not None:
        return known
    if not may_translate(by, page, to):
        raise PermissionDenied
    copy: Page = page.specific.copy_for_translation(to, copy_parents=True)
    copy.owner = by
    copy.save(update_fields=["owner"])
    return copy


def newer_original(page: Page) -> Page | None:
    """Return the page in the site's first language, if it was published after this one."""
    default = Locale.get_default()
    if page.locale_id == default.pk or not page.pk:
        return None
    original: Page | None = page.get_translation_or_none(default)
    if original is None or not original.last_published_at:
        return None
    seen = page.latest_revision_created_at
    return original if seen is None or original.last_published_at > seen else None
