import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from cms.admin.staff import StaffRefused, add_person, change_standing
from cms.audit.models import Entry
from cms.mail.models import OutboxMessage

USERS = "/admin/users/"


def groups(*names: str) -> list[int]:
    return list(Group.objects.filter(name__in=names).values_list("pk", flat=True))


def edit(person) -> str:
    return reverse("wagtailusers_users:edit", args=[person.pk])


@pytest.fixture
def boss(staff_client):
    return staff_client("administrator")


def test_administrators_see_staff_and_find_members_by_searching(boss, staff_user, member):
    editor = staff_user("editor", email="editor@pumasi.example")
    listed = boss.get(USERS).content.decode()
    assert editor.email in listed
    assert member.email not in listed
    assert member.email in boss.get(USERS, {"q": member.name}).content.decode()


@pytest.mark.parametrize("role", ["editor", "coordinator", "accountant"])
def test_nobody_else_sees_staff(staff_client, member, role):
    client = staff_client(role)
    for path in (USERS, edit(member), reverse("wagtailusers_users:add")):
        assert client.get(path).status_code == 302


def test_granting_a_role_is_audited(boss, member):
    response = boss.post(edit(member), {"groups": groups("editor"), "is_active": "on"})
    assert response.status_code == 302
    assert list(member.groups.values_list("name", flat=True)) == ["editor"]
    entry = Entry.objects.get(action="cms.person.roles_changed")
    assert (entry.by, entry.subject_id) == (boss.user, str(member.pk))
    assert (entry.before, entry.after) == ({"roles": []}, {"roles": ["editor"]})


def test_saving_without_a_change_records_nothing(boss, staff_user):
    editor = staff_user("editor")
    boss.post(edit(editor), {"groups": groups("editor"), "is_active": "on"})
    assert not Entry.objects.filter(subject_id=str(editor.pk)).exists()


def test_the_form_changes_neither_address_nor_name_nor_superuser(boss, member):
    before = (member.email, member.name)
    boss.post(
        edit(member),
        {"email": "mine@pumasi.example", "name": "Mine", "is_superuser": "on", "is_active": "on"},
    )
    member.refresh_from_db()
    assert (member.email, member.name, member.is_superuser) == (*before, False)


def test_the_forms_show_just_their_own_fields(boss, member):
    def fields(url):
        page = boss.get(url)
        names = {"email", "name", "groups", "is_active", "is_superuser", "first_name"}
        return {name for name in names if f'name="{name}"' in page.content.decode()}

    assert fields(reverse("wagtailusers_users:add")) == {"email", "name", "groups"}
    assert fields(edit(member)) == {"groups", "is_active"}
    assert member.email in boss.get(edit(member)).content.decode()


def test_nobody_changes_their_own_roles(boss):
    boss.post(edit(boss.user), {"groups": groups("editor", "administrator"), "is_active": "on"})
    assert list(boss.user.groups.values_list("name", flat=True)) == ["administrator"]
    with pytest.raises(StaffRefused):
        change_standing(boss.user, roles=[], is_active=True, is_superuser=False, by=boss.user)


def test_administrators_do_not_touch_superusers(boss, django_user_model):
    root = django_user_model.objects.create_superuser("root@pumasi.example", "a long password")
    assert boss.get(edit(root)).status_code == 302
    with pytest.raises(StaffRefused):
        change_standing(root, roles=[], is_active=False, is_superuser=False, by=boss.user)


def test_administrators_do_not_make_superusers(boss, member):
    with pytest.raises(StaffRefused):
        change_standing(member, roles=[], is_active=True, is_superuser=True, by=boss.user)


def test_adding_staff_makes_a_person_who_signs_in_by_code(boss, django_user_model):
    response = boss.post(
        reverse("wagtailusers_users:add"),
        {"email": "New@Pumasi.example", "name": "새 직원", "groups": groups("coordinator")},
    )
    assert response.status_code == 302
    person = django_user_model.objects.get(email="new@pumasi.example")
    assert not person.has_usable_password()
    assert person.is_staff
    address = person.emailaddress_set.get()
    assert (address.email, address.primary, address.verified) == (person.email, True, False)
    entry = Entry.objects.get(action="cms.person.added")
    assert entry.after == {"email": "new@pumasi.example", "roles": ["coordinator"]}
    mail = OutboxMessage.objects.get(template="cms.staff_invited")
    assert (mail.to_user, mail.context["name"]) == (person, "새 직원")


def test_an_address_is_added_once_whatever_its_case(boss, member):
    response = boss.post(
        reverse("wagtailusers_users:add"),
        {"email": member.email.upper(), "name": "Again", "groups": []},
    )
    assert response.status_code == 200
    assert "email" in response.context["form"].errors


def test_adding_without_a_role_sends_no_mail(boss):
    add_person(email="x@pumasi.example", name="X", roles=[], by=boss.user)
    assert not OutboxMessage.objects.exists()


@pytest.mark.parametrize("action", ["assign_role", "set_active_state", "delete"])
def test_bulk_actions_on_people_are_closed(boss, member, action):
    role = groups("editor")[0]
    boss.post(
        f"/admin/bulk/members/user/{action}/?id={member.pk}",
        {"role": role, "mark_as_active": "False"},
    )
    member.refresh_from_db()
    assert member.is_active
    assert not member.groups.exists()


def test_deleting_accounts_is_not_for_staff(boss, member):
    assert boss.post(reverse("wagtailusers_users:delete", args=[member.pk])).status_code == 302
    member.refresh_from_db()


def test_ones_own_settings_can_be_saved(staff_client):
    client = staff_client("editor")
    page = client.get("/admin/account/")
    assert page.status_code == 200
    assert b"name_email" not in page.content
    response = client.post(
        "/admin/account/",
        {
            "locale-preferred_language": "en",
            "locale-current_time_zone": "",
            "theme-theme": "system",
            "theme-contrast": "system",
            "theme-density": "default",
        },
    )
    assert response.status_code == 302
    assert client.user.wagtail_userprofile.preferred_language == "en"


def test_listing_staff_costs_the_same_for_one_and_for_many(
    boss, staff_user, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    # One other at least: a list of nobody but oneself is no look and writes nothing.
    staff_user("editor")
    boss.get(USERS)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            boss.get(USERS)
        return len(queries)

    counts = [cost()]
    for size in (2, 17):
        for _number in range(size):
            staff_user("editor")
        counts.append(cost())
    assert counts[0] == counts[1] == counts[2]
