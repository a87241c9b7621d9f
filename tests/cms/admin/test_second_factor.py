import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

HOME = "/admin/"


@pytest.fixture
def editor(staff_user):
    return staff_user("editor")


def test_staff_who_showed_a_second_factor_enter(editor, sign_in):
    assert sign_in(Client(), editor).get(HOME).status_code == 200


def test_staff_without_one_are_led_to_enrol_and_told_why(editor, sign_in):
    Authenticator.objects.all().delete()
    client = sign_in(Client(), editor, second_factor=False)
    response = client.get("/admin/images/?p=2")
    assert (response.status_code, response["Location"]) == (302, reverse("mfa_index"))
    assert client.session["staff_next"] == "/admin/images/?p=2"
    assert len(list(get_messages(response.wsgi_request))) == 1


def test_recovery_codes_alone_are_no_second_factor(editor, sign_in):
    Authenticator.objects.all().delete()
    RecoveryCodes.activate(editor)
    client = sign_in(Client(), editor, second_factor=False)
    assert client.get(HOME)["Location"] == reverse("mfa_index")


def test_a_session_that_did_not_show_it_is_asked_to(editor, sign_in):
    client = sign_in(Client(), editor, second_factor=False)
    response = client.get("/admin/documents/")
    assert response["Location"] == f"{reverse('mfa_reauthenticate')}?next=%2Fadmin%2Fdocuments%2F"


def test_showing_the_code_opens_the_admin_where_one_wanted_to_go(editor, sign_in):
    client = sign_in(Client(), editor, second_factor=False)
    asked = client.get("/admin/documents/")["Location"]
    secret = Authenticator.objects.get(user=editor).wrap()
    from allauth.mfa.utils import decrypt

    code = format_hotp_value(
        hotp_value(decrypt(secret.instance.data["secret"]), int(time.time()) // 30)
    )
    response = client.post(asked, {"code": code, "next": "/admin/documents/"})
    assert (response.status_code, response["Location"]) == (302, "/admin/documents/")
    assert client.get("/admin/documents/").status_code == 200


def test_the_records_of_another_person_in_the_session_do_not_count(editor, sign_in, staff_user):
    client = sign_in(Client(), editor)
    session = client.session
    session["account_authentication_methods_user"] = str(staff_user("editor").pk)
    session.save()
    assert client.get(HOME)["Location"].startswith(reverse("mfa_reauthenticate"))


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("path", ["/admin/pages/", "/admin/api/main/pages/", "/admin/account/"])
def test_nothing_of_the_admin_passes_without_it(editor, sign_in, method, path):
    Authenticator.objects.all().delete()
    client = sign_in(Client(), editor, second_factor=False)
    response = getattr(client, method)(path)
    assert (response.status_code, response["Location"]) == (302, reverse("mfa_index"))


def test_background_requests_are_refused_not_redirected(editor, sign_in):
    client = sign_in(Client(), editor, second_factor=False)
    response = client.get(HOME, headers={"x-requested-with": "XMLHttpRequest"})
    assert response.status_code == 403


def test_the_setting_lifts_the_rule(editor, sign_in, settings):
    settings.STAFF_SECOND_FACTOR = False
    Authenticator.objects.all().delete()
    assert sign_in(Client(), editor, second_factor=False).get(HOME).status_code == 200


def test_superusers_are_not_excepted(django_user_model, sign_in):
    user = django_user_model.objects.create_superuser("root@pumasi.example", "a long password")
    client = sign_in(Client(), user, second_factor=False)
    assert client.get(HOME)["Location"] == reverse("mfa_index")


def test_members_are_refused_not_led_in_circles(member_client):
    assert member_client.get(HOME).status_code == 403


def test_visitors_are_led_to_sign_in_and_back():
    response = Client().get("/admin/images/")
    assert response["Location"] == f"{reverse('account_login')}?next=/admin/images/"


def test_members_need_no_second_factor_elsewhere(member_client):
    assert member_client.get(reverse("mfa_index")).status_code == 200


@pytest.mark.django_db(transaction=True)  # allauth tells of the new authenticator on commit
def test_enrolling_leads_straight_into_the_staff_area(staff_user, sign_in):
    """From the first sign-in: led to enrol, no password asked twice, on to where one wanted."""
    editor = staff_user("editor")
    Authenticator.objects.all().delete()
    client = sign_in(Client(), editor, second_factor=False)
    assert client.get("/admin/images/")["Location"] == reverse("mfa_index")
    page = client.get(reverse("mfa_activate_totp"))
    assert page.status_code == 200
    secret = page.context["form"].secret
    assert secret in page.content.decode()
    assert "data:image/svg+xml" in page.content.decode()
    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    codes = client.post(reverse("mfa_activate_totp"), {"code": code}, follow=True)
    assert codes.redirect_chain[-1][0] == reverse("mfa_view_recovery_codes")
    assert 'href="/admin/images/"' in codes.content.decode()
    assert client.get("/admin/images/").status_code == 200
    assert "staff_next" not in client.session
