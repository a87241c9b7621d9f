"""How allauth behaves here: its mails go through the outbox, its secrets are encrypted.

allauth decides who may sign in; what it tells people is ours, in our words and both
languages, queued like every other mail.
"""

import base64
import hashlib
import time
import uuid
from typing import Any, override

from allauth.account import app_settings as account_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context as current
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Site

from cms.mail import outbox
from members.accounts.notices import notice_for
from members.models import User

LONGEST_ADDRESS = 254

_CODES = {
    "account/email/email_confirmation_signup": (
        "signup",
        "EMAIL_VERIFICATION_BY_CODE_TIMEOUT",
    ),
    "account/email/email_confirmation": ("address", "EMAIL_VERIFICATION_BY_CODE_TIMEOUT"),
    "account/email/login_code": ("login", "LOGIN_BY_CODE_TIMEOUT"),
    "account/email/password_reset_code": ("password", "PASSWORD_RESET_BY_CODE_TIMEOUT"),
}
_PLAIN = {
    "account/email/account_already_exists": ("members.already_member", "password_reset_url"),
    "account/email/unknown_account": ("members.unknown_account", "signup_url"),
}


def site_name(request: HttpRequest | None) -> str:
    """Return the centre's name, as visitors know it."""
    site = Site.find_for_request(request) if request is not None else None
    return (site.site_name if site else "") or settings.WAGTAIL_SITE_NAME


class AccountAdapter(DefaultAccountAdapter):
    """Accounts by e-mail address."""

    @override
    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:
        user.name = form.cleaned_data["name"]
        user.phone = form.cleaned_data.get("phone", "")
        user.language = language_now()
        return super().save_user(request, user, form, commit)

    def clean_email(self, email: str) -> str:
        if len(email) > LONGEST_ADDRESS:
            raise ValidationError(_("This address is too long."), code="max_length")
        return email

    def validate_unique_email(self, email: str) -> str:
        return self.clean_email(email)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Queue the mail; which template of ours it is follows from allauth's."""
        if template_prefix in _CODES:
            purpose, timeout = _CODES[template_prefix]
            key, words = (
                "members.code",
                {
                    "purpose": purpose,
                    "code": context["code"],
                    "minutes": getattr(account_settings, timeout) // 60,
                },
            )
        elif template_prefix in _PLAIN:
            key, link = _PLAIN[template_prefix]
            words = {"url": context[link]}
        else:
            key, words = "members.security_notice", self._notice(template_prefix, context)
        with transaction.atomic():
            outbox.queue(
                key,
                to=email,
                context={"email": email, **words},
                idempotency_key=f"{key}:{uuid.uuid4()}",
                language=language_now(),
            )

    @override
    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Spare whoever has signed in just now from proving it again on the next page.

        Staff at their first sign-in are led straight to enrol a second factor; asking for
        the password twice in a minute protects nobody.
        """
        if _signed_in_just_now(self.request):
            return False
        return super().is_reauthentication_required(app=app, **kwargs)

    def _notice(self, template_prefix: str, context: dict[str, Any]) -> dict[str, Any]:
        moment = context.get("timestamp") or timezone.now()
        return {
            "what": str(notice_for(template_prefix)),
            "when": date_format(timezone.localtime(moment), "DATETIME_FORMAT"),
            "ip": context.get("ip", ""),
            "url": settings.WAGTAILADMIN_BASE_URL,
        }


def _signed_in_just_now(request: HttpRequest | None) -> bool:
    user = getattr(request, "user", None)
    if request is None or user is None or not user.is_authenticated:
        return False
    records = get_authentication_records(request, user)
    return bool(records) and time.time() - records[-1]["at"] < (
        account_settings.REAUTHENTICATION_TIMEOUT
    )


class SecondFactorAdapter(DefaultMFAAdapter):
    """Second factors; the secret of an authenticator app is encrypted at rest."""

    def encrypt(self, text: str) -> str:
        return _fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _fernet().decrypt(encrypted_text.encode()).decode()

    def _get_site_name(self) -> str:
        return site_name(current.request)

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # noqa: A002 - allauth's
        from allauth.mfa.models import Authenticator

        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return _("Passkey %(number)s") % {"number": number}


class SocialAdapter(DefaultSocialAccountAdapter):
    """People who come through another account: it suggests a name, they decide."""

    @override
    def get_app(self, request: HttpRequest, provider: str, client_id: str | None = None) -> Any:
        """Return the provider's keys; where the site has none, its addresses are not there."""
        from allauth.socialaccount.models import SocialApp

        try:
            return super().get_app(request, provider, client_id=client_id)
        except SocialApp.DoesNotExist as missing:
            raise Http404 from missing

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: Any) -> Any:
        user = sociallogin.user
        user.email = (data.get("email") or "").lower()
        parts = (data.get("last_name"), data.get("first_name"))
        user.name = (data.get("name") or "".join(p for p in parts if p))[:60]
        return user

    def get_signup_form_initial_data(self, sociallogin: Any) -> dict[str, Any]:
        user: User = sociallogin.user
        addresses = [address.email for address in sociallogin.email_addresses]
        return {"email": user.email or next(iter(addresses), ""), "name": user.name}


def language_now() -> str:
    """Return the language the visitor reads the site in, one we have."""
    code = (get_language() or settings.LANGUAGE_CODE).split("-")[0]
    return code if code in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def _fernet() -> MultiFernet:
    """Keys follow the secret key; old ones still open what they closed."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet(
        Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"totp:{key}".encode()).digest()))
        for key in secrets
    )
