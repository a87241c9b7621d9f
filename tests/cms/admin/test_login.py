import pytest
from django.conf import settings
from django.test import Client
from django.urls import NoReverseMatch, reverse


@pytest.mark.parametrize(
    ("query", "target"),
    [
        ("", "/admin/"),
        ("?next=/admin/pages/3/", "/admin/pages/3/"),
        ("?next=https://elsewhere.example/", "/admin/"),
        ("?next=//elsewhere.example/", "/admin/"),
    ],
)
def test_wagtails_login_is_the_sites_own_and_keeps_next(db, query, target):
    response = Client().get(f"/admin/login/{query}")
    assert response.status_code == 302
    assert response["Location"] == f"{reverse('account_login')}?next={target}"


def test_wagtails_login_form_takes_no_password(db, staff_user):
    user = staff_user("editor")
    client = Client()
    client.post("/admin/login/", {"username": user.email, "password": "correct horse battery"})
    assert "_auth_user_id" not in client.session


def test_whoever_is_in_goes_straight_on(staff_client):
    assert (
        staff_client("editor").get("/admin/login/?next=/admin/pages/")["Location"]
        == "/admin/pages/"
    )


@pytest.mark.parametrize("step", ["", "done/", "confirm/MQ/set-password/", "complete/"])
def test_wagtails_password_reset_is_closed(db, step):
    assert Client().get(f"/admin/password_reset/{step}").status_code == 404


def test_leaving_goes_through_allauth(staff_client):
    client = staff_client("editor")
    response = client.post(reverse("wagtailadmin_logout"))
    assert (response.status_code, response["Location"]) == (302, settings.LOGOUT_REDIRECT_URL)
    assert "_auth_user_id" not in client.session
    assert client.get("/admin/").status_code == 302


def test_djangos_admin_is_not_mounted():
    assert "django.contrib.admin" not in settings.INSTALLED_APPS
    with pytest.raises(NoReverseMatch):
        reverse("admin:index")


def test_wagtails_own_form_signs_nobody_in(client, staff_user, db):
    person = staff_user("editor")
    answer = client.post(
        "/_util/login/?next=/my/", {"username": person.email, "password": "correct horse battery"}
    )
    assert answer["Location"] == "/accounts/login/?next=/my/"
    assert "_auth_user_id" not in client.session
