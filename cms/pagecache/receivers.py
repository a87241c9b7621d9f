"""Editorial changes touch the version by themselves; records call ``touch()`` in their verbs.

Heard: every save and delete of pages, snippets, site settings and of the models behind
the public frame (sites, redirects, images, documents, locales, plug-in switches, view
restrictions), and every move in the page tree. Not heard: what only staff see
(revisions, logs, workflow), and saves of a page that change nothing but its draft.
"""

from functools import cache
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.db.models.signals import post_delete, post_migrate, post_save
from wagtail.contrib.settings.models import AbstractSetting
from wagtail.models import Page
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move
from wagtail.snippets.models import get_snippet_models

from cms.pagecache.version import touch
from plugins.switches import plugin_switched
from plugins.typed_settings import settings_changed

PUBLIC_MODELS = frozenset(
    {
        "plugins.pluginstate",
        "taggit.tag",
        "taggit.taggeditem",
        "wagtailcore.collection",
        "wagtailcore.collectionviewrestriction",
        "wagtailcore.locale",
        "wagtailcore.pageviewrestriction",
        "wagtailcore.site",
        "wagtaildocs.document",
        "wagtailembeds.embed",
        "wagtailimages.image",
        "wagtailredirects.redirect",
    }
)
# What Wagtail writes to the page's row when only a draft is saved.
OF_THE_DRAFT = frozenset(
    {
        "draft_title",
        "has_unpublished_changes",
        "latest_revision",
        "latest_revision_created_at",
        "locked",
        "locked_at",
        "locked_by",
    }
)


def connect() -> None:
    """Start listening."""
    for signal in (post_save, post_delete):
        signal.connect(on_change, dispatch_uid=f"pagecache-{id(signal)}")
    for moved in (page_published, page_unpublished, page_slug_changed, post_page_move):
        moved.connect(on_move, dispatch_uid=f"pagecache-{id(moved)}")
    # A switch is turned by an update, of which no model tells.
    plugin_switched.connect(on_move, dispatch_uid="pagecache-switched")
    settings_changed.connect(on_move, dispatch_uid="pagecache-settings")
    # Migrations change rows without the models' own signals.
    post_migrate.connect(on_move, sender=apps.get_app_config("pagecache"))


def on_change(sender: type[Model], **kwargs: Any) -> None:
    """Touch if the record saved or deleted is one a visitor may see."""
    if sender.__module__ == "__fake__" or not is_public(sender):
        return
    fields = kwargs.get("update_fields")
    if fields and issubclass(sender, Page) and set(fields) <= OF_THE_DRAFT:
        return
    touch()


def on_move(**_kwargs: Any) -> None:
    """Touch: the tree changed, what is live in it, or which plug-ins are on."""
    touch()


@cache
def is_public(model: type[Model]) -> bool:
    """Return whether records of the model show on public pages without a verb of their own."""
    return (
        issubclass(model, Page | AbstractSetting)
        or model._meta.label_lower in PUBLIC_MODELS
        or model in get_snippet_models()
        or model._meta.app_label == "cms"
    )
