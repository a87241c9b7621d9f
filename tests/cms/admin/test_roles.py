from django.contrib.auth.models import Group

from cms.admin.roles import ROLES, permissions_of, sync_roles
from plugins.api import STAFF_ROLES


def permissions(group: str) -> set[str]:
    return {
        f"{permission.content_type.app_label}.{permission.codename}"
        for permission in Group.objects.get(name=group).permissions.select_related("content_type")
    }


def test_roles_are_there_after_migrating(db):
    assert set(Group.objects.values_list("name", flat=True)) == set(ROLES)


def test_the_host_defines_the_roles_plugins_may_name():
    assert tuple(ROLES) == STAFF_ROLES


def test_sync_roles_names_only_permissions_that_exist(db):
    assert sync_roles() == frozenset()


def test_sync_roles_is_exact_and_repeatable(db):
    stray = Group.objects.get(name="administrator").permissions.first()
    accountant = Group.objects.get(name="accountant")
    accountant.permissions.add(stray)
    accountant.page_permissions.create(
        page_id=1, permission=Group.objects.get(name="editor").page_permissions.first().permission
    )
    sync_roles()
    sync_roles()
    assert {role: permissions(role) for role in ROLES} == {
        role: set(permissions_of(role)) for role in ROLES
    }
    assert accountant.page_permissions.count() == 0
    assert Group.objects.get(name="editor").page_permissions.count() == 5


def test_moderation_falls_to_editors_under_a_name_they_know(db):
    from wagtail.models import GroupApprovalTask, Workflow

    task = GroupApprovalTask.objects.get()
    assert [group.name for group in task.groups.all()] == ["editor"]
    assert (task.name, Workflow.objects.get().name) == ("편집자 검토", "편집자 검토")
