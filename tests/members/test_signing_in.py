"""Signing in: by code, password, second step; other services only where they are set up."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.urls import reverse

from cms.mail.models import OutboxMessage
from tests.members.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db


def request_code(client, email):
    return client.post(reverse("account_request_login_code"), {"email": email})


def test_code_by_mail_signs_in(client, member, last_mail):
    assert request_code(client, member.email).url == reverse("account_confirm_login_code")
    mail = last_mail(member.email)
    assert (mail.template, mail.context["purpose"]) == ("members.code", "login")
    response = client.post(reverse("account_confirm_login_code"), {"code": mail.context["code"]})
    assert response.url == reverse("members:home")
    assert client.get(reverse("members:home")).context["user"] == member


def test_code_works_once(client, member, last_mail):
    request_code(client, member.email)
    code = last_mail(member.email).context["code"]
    client.post(reverse("account_confirm_login_code"), {"code": code})
    client.post(reverse("account_logout"))
    client.post(reverse("account_confirm_login_code"), {"code": code})
    assert client.get(reverse("members:home")).status_code == 302


def test_unknown_address_answers_alike(client, member, last_mail):
    known = request_code(client, member.email)
    stranger = client.__class__()
    unknown = request_code(stranger, "nobody@example.org")
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert last_mail("nobody@example.org").template == "members.unknown_account"
    pages = [
        c.get(reverse("account_confirm_login_code")).content.decode().replace(email, "X")
        for c, email in ((client, member.email), (stranger, "nobody@example.org"))
    ]
    csrf = [page.count("csrfmiddlewaretoken") for page in pages]
    assert csrf[0] == csrf[1]


def test_codes_are_limited_by_address(client, member):
    for _attempt in range(3):
        request_code(client.__class__(), member.email)
    response = request_code(client.__class__(), member.email)
    assert response.status_code == 200
    assert OutboxMessage.objects.filter(to_address=member.email).count() == 3


def test_passwords_are_limited_by_address(client, member):
    form = {"login": member.email, "password": "wrong"}
    for _attempt in range(5):
        client.post(reverse("account_login"), form)
    response = client.post(reverse("account_login"), {**form, "password": PASSWORD})
    assert response.status_code in {200, 429}
    assert client.get(reverse("members:home")).status_code == 302


def test_wrong_password_does_not_say_who_exists(client, member):
    def said(email):
        response = client.post(reverse("account_login"), {"login": email, "password": "wrong"})
        return response.context["form"].errors.get_json_data()

    assert said(member.email) == said("nobody@example.org")


def test_password_can_be_chosen_anew_by_a_code(client, member, last_mail):
    client.post(reverse("account_reset_password"), {"email": member.email})
    code = last_mail(member.email).context["code"]
    response = client.post(reverse("account_confirm_password_reset_code"), {"code": code})
    new = "새벽별-2026-별빛"
    assert client.get(response.url).status_code == 200
    client.post(response.url, {"password1": new, "password2": new})
    member.refresh_from_db()
    assert member.check_password(new)
    assert last_mail(member.email).template == "members.security_notice"


def totp_code(secret):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def test_authenticator_app_is_set_up_shown_and_asked_for(
    client, member, last_mail, django_capture_on_commit_callbacks
):
    client.post(reverse("account_login"), {"login": member.email, "password": PASSWORD})
    address = reverse("mfa_activate_totp")
    page = client.get(address)
    secret = page.context["form"].secret
    assert page.context["totp_svg_data_uri"].startswith("data:image/svg+xml")
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(address, {"code": totp_code(secret)})
    assert response.url == reverse("mfa_view_recovery_codes")
    codes = client.get(response.url).context["unused_codes"]
    assert len(codes) == 10
    stored = Authenticator.objects.get(user=member, type="totp").data["secret"]
    assert secret not in stored
    assert last_mail(member.email).template == "members.security_notice"

    client.post(reverse("account_logout"))
    response = client.post(reverse("account_login"), {"login": member.email, "password": PASSWORD})
    assert response.url == reverse("mfa_authenticate")
    assert client.get(reverse("members:home")).status_code == 302
    assert client.get(response.url).status_code == 200
    assert client.post(response.url, {"code": "000000"}).status_code == 200
    assert client.post(response.url, {"code": codes[0]}).url == reverse("members:home")


def test_code_by_mail_does_not_pass_the_second_step(client, member, last_mail):
    TOTP.activate(member, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    request_code(client, member.email)
    code = last_mail(member.email).context["code"]
    response = client.post(reverse("account_confirm_login_code"), {"code": code})
    assert response.url == reverse("mfa_authenticate")


def test_changing_security_asks_who_one_is(member_client):
    response = member_client.get(reverse("mfa_activate_totp"))
    assert response.url.startswith(reverse("account_reauthenticate"))


@pytest.mark.parametrize("language", ["ko", "en"])
def test_other_services_show_only_where_their_keys_are_set(client, settings, language):
    prefix = "" if language == "ko" else "/en"
    address = f"{prefix}/accounts/login/"
    assert b"provider--" not in client.get(address).content
    settings.SOCIALACCOUNT_PROVIDERS = {
        name: {"APPS": [{"client_id": "id", "secret": "secret"}]} for name in ("kakao", "naver")
    }
    page = client.get(address).content.decode()
    shown = [name for name in ("kakao", "naver", "google") if f"provider--{name}" in page]
    assert shown == ["kakao", "naver"]


def test_social_keys_come_from_the_environment(monkeypatch):
    from cms.settings.social import social_providers

    for name in ("KAKAO", "NAVER", "GOOGLE"):
        monkeypatch.delenv(f"{name}_CLIENT_ID", raising=False)
        monkeypatch.delenv(f"{name}_SECRET", raising=False)
    assert social_providers() == {}
    monkeypatch.setenv("KAKAO_CLIENT_ID", "id")
    assert social_providers() == {}
    monkeypatch.setenv("KAKAO_SECRET", "secret")
    assert list(social_providers()) == ["kakao"]
    assert social_providers()["kakao"]["APPS"] == [{"client_id": "id", "secret": "secret"}]


def test_joining_through_another_service_still_asks_for_consents(client, rf, settings):
    from allauth.account.models import EmailAddress
    from allauth.core import context
    from allauth.socialaccount.internal.flows.login import complete_login
    from allauth.socialaccount.models import SocialAccount, SocialLogin
    from django.contrib.auth.models import AnonymousUser
    from django.contrib.messages.storage.fallback import FallbackStorage
    from django.contrib.sessions.backends.db import SessionStore

    from members.models import Consent, ConsentText, User

    settings.SOCIALACCOUNT_PROVIDERS = {
        "google": {"APPS": [{"client_id": "id", "secret": "secret"}]}
    }
    from allauth.socialaccount.adapter import get_adapter

    request = rf.get("/accounts/google/login/callback/")
    request.session, request.user = SessionStore(), AnonymousUser()
    request._messages = FallbackStorage(request)
    email = "through-google@example.org"
    with context.request_context(request):
        login = SocialLogin(
            user=User(email=email, name="노을"),
            account=SocialAccount(provider="google", uid="1", extra_data={}),
            provider=get_adapter().get_provider(request, "google"),
            email_addresses=[EmailAddress(email=email, verified=True, primary=True)],
        )
        response = complete_login(request, login)
    assert response.url == reverse("socialaccount_signup")
    request.session.save()
    client.cookies["sessionid"] = request.session.session_key
    page = client.get(response.url)
    assert page.status_code == 200
    assert page.context["form"].initial["name"] == "노을"
    refused = client.post(response.url, {"email": email, "name": "노을", "is_of_age": "on"})
    assert len(refused.context["form"].errors) == 2
    assert not User.objects.filter(email=email).exists()
    agreed = {f"consent_{text.pk}": "on" for text in ConsentText.objects.filter(is_required=True)}
    client.post(
        response.url, {"email": email, "name": "노을", "phone": "", "is_of_age": "on", **agreed}
    )
    user = User.objects.get(email=email)
    assert (user.name, user.has_usable_password()) == ("노을", False)
    assert Consent.objects.filter(user=user).count() == 2


def test_address_changes_only_once_it_is_proved(client, member, last_mail):
    client.post(reverse("account_login"), {"login": member.email, "password": PASSWORD})
    old, new = member.email, "moved@example.org"
    client.post(reverse("account_email"), {"email": new, "action_add": "1"})
    member.refresh_from_db()
    assert member.email == old
    mail = last_mail(new)
    assert mail.context["purpose"] == "address"
    client.post(reverse("account_email_verification_sent"), {"code": mail.context["code"]})
    member.refresh_from_db()
    assert member.email == new


def test_address_of_another_member_is_not_told(client, member, last_mail):
    other = UserFactory()
    client.post(reverse("account_login"), {"login": member.email, "password": PASSWORD})
    response = client.post(reverse("account_email"), {"email": other.email, "action_add": "1"})
    assert response.status_code == 302
    code = last_mail(other.email).context["code"]
    response = client.post(reverse("account_email_verification_sent"), {"code": code})
    assert response.status_code == 200
    member.refresh_from_db()
    assert member.email != other.email


@pytest.mark.parametrize("provider", ["kakao", "naver", "google"])
def test_a_way_to_sign_in_without_keys_is_not_there(client, provider):
    for address in (f"/accounts/{provider}/login/", f"/accounts/{provider}/login/callback/"):
        assert client.get(address).status_code == 404
