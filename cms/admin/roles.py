"""Staff roles: groups that hold just the permissions a job needs.

Four jobs are known to every centre: *editor*, *coordinator*, *accountant* and
*administrator*. A role is a Django group named by its key; what it may do is the
host's share (below) and what plug-ins add by ``Role`` contributions.

The groups are kept by code: ``sync_roles()`` gives each exactly these permissions, after
every migration, whatever was changed by hand. A centre that wants another mix makes a
group of its own.
"""

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.settings.registry import registry as setting_models
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Task,
    Workflow,
)

from plugins.api import Role
from plugins.registry import contributions

ENTER = "wagtailadmin.access_admin"


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleDefinition:
    """The host's share of one role; permissions are ``app.codename``.

    ``pages`` are kinds of page permission over the whole tree; ``collections`` are
    permissions on every image and document.
    """

    label: Promise
    description: Promise
    permissions: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    collections: tuple[str, ...] = ()
    site_settings: bool = False


def _all(model: str, *actions: str) -> tuple[str, ...]:
    app_label, name = model.split(".")
    return tuple(f"{app_label}.{action}_{name}" for action in actions)


_CHOOSE_MEDIA = ("wagtailimages.choose_image", "wagtaildocs.choose_document")
_WRITE_MEDIA = (
    *_CHOOSE_MEDIA,
    *_all("wagtailimages.image", "add", "change"),
    *_all("wagtaildocs.document", "add", "change"),
)

ROLES: dict[str, RoleDefinition] = {
    "editor": RoleDefinition(
        label=_("Editor"),
        description=_("Writes and publishes pages, keeps pictures and documents."),
        permissions=(
            *_all("wagtailredirects.redirect", "add", "change", "delete"),
            *_all("wagtailsearchpromotions.searchpromotion", "add", "change", "delete"),
            *_all("search.synonym", "add", "change", "delete"),
            *_all("search.emptysearch", "view", "delete"),
        ),
        pages=("add", "change", "publish", "lock", "unlock"),
        collections=_WRITE_MEDIA,
        site_settings=True,
    ),
    "coordinator": RoleDefinition(
        label=_("Coordinator"),
        description=_("Runs the programmes, and drafts their pages for an editor to publish."),
        permissions=("figures.view_figure",),
        pages=("add", "change"),
        collections=(*_CHOOSE_MEDIA, "wagtailimages.add_image", "wagtaildocs.add_document"),
    ),
    "accountant": RoleDefinition(
        label=_("Accountant"),
        description=_("Looks after money: budgets, payments and settlement."),
        permissions=("figures.view_figure",),
    ),
    "administrator": RoleDefinition(
        label=_("Administrator"),
        description=_("Gives staff their roles, switches plug-ins and reads the audit log."),
        permissions=(
            *_all("members.user", "view", "add", "change"),
            *_all("wagtailcore.site", "add", "change", "delete"),
            *_all("wagtailcore.workflow", "add", "change"),
            *_all("wagtailcore.task", "add", "change"),
            *_all("mail.outboxmessage", "view", "change"),
            "figures.view_figure",
            "plugins.switch_plugins",
            "plugins.change_pluginsettings",
            "audit.view_entry",
            "privacy.handle_requests",
            *_all("jobs.scheduledrun", "view", "change"),
            "privacy.view_look",
            "privacy.view_destruction",
        ),
        site_settings=True,
    ),
}


def role_label(name: str) -> Promise | str:
    """Return the words for a group: a role's label, or the group's own name."""
    definition = ROLES.get(name)
    return definition.label if definition else name


def permissions_of(role: str) -> frozenset[str]:
    """Return every model permission of a role: the host's share and the plug-ins'."""
    definition = ROLES[role]
    names = {ENTER, *definition.permissions}
    if definition.site_settings:
        names |= {
            f"{model._meta.app_label}.change_{model._meta.model_name}"
            for model in setting_models
            # How long papers stay is no editor's to say.
            if role == "administrator" or model._meta.app_label != "privacy"
        }
    for contribution in contributions(Role):
        if contribution.role == role:
            names |= set(contribution.permissions)
    return frozenset(names)


@transaction.atomic
def sync_roles() -> frozenset[str]:
    """Make the role groups exact; return permissions that were named but do not exist.

    May be run any number of times. Wagtail's two stock groups go when the roles are
    first made, if nobody is in them; moderation then falls to editors.
    """
    stored: dict[str, Permission] = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in Permission.objects.select_related("content_type")
    }
    missing: set[str] = set()
    is_new_site = not Group.objects.filter(name__in=ROLES).exists()
    for key, definition in ROLES.items():
        group, _created = Group.objects.get_or_create(name=key)
        wanted = permissions_of(key)
        missing |= wanted - stored.keys()
        group.permissions.set([stored[name] for name in wanted & stored.keys()])
        _sync_pages(group, definition.pages, stored)
        _sync_collections(group, definition.collections, stored)
    if is_new_site:
        _retire_stock_groups()
    return frozenset(missing)


def _sync_pages(group: Group, kinds: tuple[str, ...], stored: dict[str, Permission]) -> None:
    wanted = {stored[f"wagtailcore.{kind}_page"].pk for kind in kinds}
    root = Page.get_first_root_node()
    kept = GroupPagePermission.objects.filter(group=group, page=root, permission__in=wanted)
    GroupPagePermission.objects.filter(group=group).exclude(pk__in=kept).delete()
    if root is not None:
        for permission in wanted - set(kept.values_list("permission_id", flat=True)):
            GroupPagePermission.objects.create(group=group, page=root, permission_id=permission)


def _sync_collections(group: Group, names: tuple[str, ...], stored: dict[str, Permission]) -> None:
    wanted = {stored[name].pk for name in names}
    root = Collection.get_first_root_node()
    kept = GroupCollectionPermission.objects.filter(
        group=group, collection=root, permission__in=wanted
    )
    GroupCollectionPermission.objects.filter(group=group).exclude(pk__in=kept).delete()
    if root is not None:
        for permission in wanted - set(kept.values_list("permission_id", flat=True)):
            GroupCollectionPermission.objects.create(
                group=group, collection=root, permission_id=permission
            )


def _retire_stock_groups() -> None:
    editors = Group.objects.get(name="editor")
    for stock in Group.objects.filter(name__in=["Editors", "Moderators"], user__isnull=True):
        for task in stock.groupapprovaltask_set.all():
            task.groups.add(editors)
        stock.delete()
    # Editors meet Wagtail's stock workflow by its name, in the button that asks for a review.
    with translation.override(settings.LANGUAGE_CODE):
        for model in (Workflow, Task):
            model.objects.filter(name="Moderators approval").update(
                name=gettext("Review by editors")
            )


def sync_after_migrate(sender: Any, **kwargs: Any) -> None:
    """Receive ``post_migrate``; act once, after the last app, whose permissions come first."""
    last = [config for config in apps.get_app_configs() if config.models_module][-1]
    if sender is last and kwargs.get("using", "default") == "default":
        create_permissions(last, verbosity=0)
        sync_roles()
