"""The staff menu: programmes from plug-ins, and Wagtail's own entries put in order.

Each ``AdminMenuGroup`` becomes one group of viewsets. A group shows while its plug-in is
on and the person may open at least one of its lists. Wagtail's entries are gathered
by ``PLACES``: content, people, reports and settings; what no centre needs is left out.
"""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem, admin_menu, settings_menu
from wagtail.admin.viewsets.base import ViewSetGroup

from plugins.state import is_enabled
from plugins.viewsets import StaffGroup, staff_groups

# Entries of the main menu by name: where they stand. Programmes stand at 200 and after.
PLACES = {
    "explorer": 100,
    "content": 110,
    "snippets": 700,
    "forms": 710,
    "reports": 9000,
    "settings": 10000,
}
PROGRAMMES_FROM = 200
NOT_WANTED = frozenset({"help"})

LABELS = {
    "explorer": pgettext_lazy("staff menu", "Pages"),
    "reports": pgettext_lazy("staff menu", "Reports"),
}

# What editors keep besides pages, gathered in one entry from two of Wagtail's menus.
CONTENT = {"images": 1, "documents": 2, "promoted-search-results": 3, "redirects": 4}


class GroupMenuItem(SubmenuMenuItem):
    """A programme's entry; hidden while its plug-in is off or nothing in it may be opened."""

    def __init__(self, group: StaffGroup, *args: Any, **kwargs: Any) -> None:
        self.group = group
        super().__init__(*args, **kwargs)

    def is_shown(self, request: HttpRequest) -> bool:
        needed = self.group.contribution.requires_permission
        if not is_enabled(self.group.label) or (needed and not request.user.has_perm(needed)):
            return False
        return super().is_shown(request)


class ProgrammeGroup(ViewSetGroup):
    """The viewsets of one AdminMenuGroup, registered with Wagtail as a group."""

    def __init__(self, group: StaffGroup) -> None:
        self.group = group
        self.items = group.viewsets
        self.menu_label = group.contribution.label
        self.menu_icon = group.contribution.icon
        self.menu_name = group.contribution.key.replace(".", "-")
        self.menu_order = PROGRAMMES_FROM + group.contribution.order
        super().__init__()

    def get_menu_item(self, order: int | None = None) -> MenuItem:
        return GroupMenuItem(
            self.group,
            self.menu_label,
            Menu(items=self.get_submenu_items()),
            name=self.menu_name,
            icon_name=self.menu_icon,
            order=self.get_menu_item_order(order),
        )


class PermittedMenuItem(MenuItem):
    """An entry for whoever holds one permission."""

    def __init__(self, *args: Any, permission: str, **kwargs: Any) -> None:
        self.permission = permission
        super().__init__(*args, **kwargs)

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(self.permission)


def plugins_item() -> MenuItem:
    """Return the entry "Plug-ins" among the settings."""
    return _permitted("plugins", _("Plug-ins"), "plus-inverse", 50, "plugins.switch_plugins")


def audit_item() -> MenuItem:
    """Return the entry "Audit log" among the reports."""
    return _permitted("audit", _("Audit log"), "history", 50, "audit.view_entry")


def access_log_item() -> MenuItem:
    """Return the entry "Access log" among the reports."""
    return _permitted("access_log", _("Access log"), "view", 51, "privacy.view_look")


def destructions_item() -> MenuItem:
    """Return the entry "Destroyed in time" among the reports."""
    permission = "privacy.view_destruction"
    return _permitted("destructions", _("Destroyed in time"), "bin", 52, permission)


def _permitted(view: str, label: Any, icon: str, order: int, permission: str) -> MenuItem:
    """Return an entry for a view of the staff area, named as its address is."""
    return PermittedMenuItem(
        label,
        reverse(f"staff:{view}"),
        name=view.replace("_", "-"),
        icon_name=icon,
        order=order,
        permission=permission,
    )


def programme_groups() -> list[ProgrammeGroup]:
    """Return one Wagtail viewset group for each group the installed plug-ins contribute."""
    return [ProgrammeGroup(group) for group in staff_groups()]


def arrange_main_menu(request: HttpRequest, items: list[MenuItem]) -> None:
    """Put the main menu in order, in place."""
    content = [item for item in items if item.name in CONTENT]
    content += [
        item
        for item in settings_menu.registered_menu_items
        if item.name in CONTENT and item.is_shown(request)
    ]
    left_out = NOT_WANTED | CONTENT.keys()
    items[:] = [item for item in items if item.name not in left_out]
    if content:
        items.append(_content_item(content))
    for item in items:
        item.order = PLACES.get(item.name, item.order)
        item.label = LABELS.get(item.name, item.label)


def _content_item(content: list[MenuItem]) -> MenuItem:
    for item in content:
        item.order = CONTENT[item.name]
    return SubmenuMenuItem(
        _("Content"), Menu(items=content), name="content", icon_name="folder-inverse"
    )


def arrange_settings_menu(_request: HttpRequest, items: list[MenuItem]) -> None:
    """Leave out of the settings what stands under content, in place."""
    items[:] = [item for item in items if item.name not in CONTENT]


def first_steps(request: HttpRequest) -> list[MenuItem]:
    """Return the first few places this person may go, for a dashboard with nothing on it."""
    return [
        item
        for item in sorted(admin_menu.menu_items_for_request(request), key=lambda item: item.order)
        if item.url != "#"
    ][:3]
