"""Who may open what in the staff area: one table, every row asked of every role."""

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from cms.admin.roles import ROLES, permissions_of
from plugins.viewsets import staff_groups

EVERYBODY = set(ROLES)
WRITERS = {"editor", "coordinator"}
EDITORS = {"editor"}
ADMINISTRATORS = {"administrator"}
NOBODY: set[str] = set()

HOST = {
    "wagtailadmin_home": EVERYBODY,
    "wagtailadmin_account": EVERYBODY,
    "wagtailimages:index": WRITERS,
    "wagtailimages:add": WRITERS,
    "wagtaildocs:index": WRITERS,
    "wagtaildocs:add": WRITERS,
    "wagtailredirects:index": EDITORS,
    "wagtailsearchpromotions:index": EDITORS,
    "wagtailadmin_reports:locked_pages": EDITORS,
    "wagtailusers_users:index": ADMINISTRATORS,
    "wagtailusers_users:add": ADMINISTRATORS,
    "staff:audit": ADMINISTRATORS,
    "staff:audit_results": ADMINISTRATORS,
    "staff:plugins": ADMINISTRATORS,
    "wagtailsites:index": ADMINISTRATORS,
    "wagtailadmin_workflows:index": ADMINISTRATORS,
    "wagtailadmin_workflows:task_index": ADMINISTRATORS,
    "wagtailusers_groups:index": NOBODY,
    "wagtailusers_groups:add": NOBODY,
    "wagtailadmin_collections:index": NOBODY,
}


def address(name: str) -> str:
    return reverse(name)


@pytest.mark.parametrize("role", sorted(ROLES))
def test_each_role_opens_just_its_own_screens(staff_client, role):
    client = staff_client(role)
    opened = {name for name in HOST if client.get(address(name)).status_code == 200}
    assert opened == {name for name, roles in HOST.items() if role in roles}


@pytest.mark.parametrize("role", sorted(ROLES))
def test_each_role_opens_just_the_programme_lists_it_has_permissions_for(staff_client, role):
    client = staff_client(role)
    granted = {name.split(".")[0] + "." + name.rsplit("_", 1)[1] for name in permissions_of(role)}
    opened, expected = set(), set()
    for group in staff_groups():
        for viewset in group.viewsets:
            if (model := getattr(viewset, "model", None)) is None:
                continue
            if client.get(viewset.menu_url).status_code == 200:
                opened.add(viewset.menu_url)
            if f"{model._meta.app_label}.{model._meta.model_name}" in granted:
                expected.add(viewset.menu_url)
    assert opened == expected


def test_visitors_open_nothing(db):
    answers = {name: Client().get(address(name)).status_code for name in HOST}
    assert answers == dict.fromkeys(HOST, 302)


def test_members_open_nothing(member_client):
    answers = {name: member_client.get(address(name)).status_code for name in HOST}
    assert answers == dict.fromkeys(HOST, 403)


def test_editors_publish_and_coordinators_only_draft(staff_client):
    from wagtail.models import Page

    root = Page.get_first_root_node()
    may = {role: root.permissions_for_user(staff_client(role).user) for role in ROLES}
    assert {role: may[role].can_add_subpage() for role in ROLES} == {
        "editor": True,
        "coordinator": True,
        "accountant": False,
        "administrator": False,
    }
    assert {role for role in ROLES if may[role].can_publish_subpage()} == {"editor"}


def test_no_role_is_superuser_by_another_name(staff_user):
    for role in ROLES:
        user = staff_user(role)
        for permission in (
            "auth.change_group",
            "auth.add_group",
            "auth.change_permission",
            "members.delete_user",
            "sessions.change_session",
            "mfa.delete_authenticator",
            "audit.change_entry",
            "audit.delete_entry",
        ):
            assert not user.has_perm(permission), (role, permission)


@pytest.mark.parametrize("name", ["wagtailadmin_api:pages:listing", "wagtailapi_v2:pages:listing"])
def test_apis_are_closed_to_visitors(name):
    try:
        url = reverse(name)
    except NoReverseMatch:
        return
    assert Client().get(url).status_code == 302
