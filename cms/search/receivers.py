"""Publishing, unpublishing, moving, deleting and locking a page reach the index by themselves.

Records of plug-ins do when they are saved or deleted; a verb that changes rows behind
the models' back calls ``indexing.refresh``.
"""

from typing import Any

from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from cms.search import indexing
from cms.search.sources import sources_of


def connect() -> None:
    """Start listening."""
    page_published.connect(on_page, dispatch_uid="search-published")
    page_unpublished.connect(on_page, dispatch_uid="search-unpublished")
    page_slug_changed.connect(on_tree, dispatch_uid="search-slug")
    post_page_move.connect(on_tree, dispatch_uid="search-move")
    post_save.connect(on_save, dispatch_uid="search-save")
    post_delete.connect(on_delete, dispatch_uid="search-delete")


def on_page(instance: Page, **_kwargs: Any) -> None:
    """A page went public, or stopped being so."""
    indexing.refresh(instance)


def on_tree(instance: Page, **_kwargs: Any) -> None:
    """The addresses of a page and of those below it changed."""
    indexing.refresh_tree(instance)


def on_save(sender: type[Model], instance: Model, **kwargs: Any) -> None:
    """A record was saved, or a part of the tree locked."""
    if kwargs.get("raw") or sender.__module__ == "__fake__":
        return
    if isinstance(instance, PageViewRestriction):
        indexing.refresh_tree(instance.page)
    elif not isinstance(instance, Page) and sources_of(sender):
        indexing.refresh(instance)


def on_delete(sender: type[Model], instance: Model, **_kwargs: Any) -> None:
    """A page or record is gone, or a part of the tree unlocked."""
    if sender.__module__ == "__fake__":
        return
    if isinstance(instance, PageViewRestriction):
        page = Page.objects.filter(pk=instance.page_id).first()
        if page is not None:
            indexing.refresh_tree(page)
    elif isinstance(instance, Page) or sources_of(sender):
        indexing.forget(instance)
