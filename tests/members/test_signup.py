"""Joining by the form: proved by a code, consents kept with their version, nothing told."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse

from cms.audit.models import Entry
from cms.mail.models import OutboxMessage
from members.domain import people
from members.models import Consent, ConsentText, User
from tests.members.factories import PASSWORD, ConsentTextFactory, UserFactory

pytestmark = pytest.mark.django_db

EMAIL = "newcomer@example.org"


def answers(*, news=False, **changed):
    texts = {text.purpose: text for text in ConsentText.objects.all()}
    values = {
        "email": EMAIL,
        "password1": "",
        "name": "  하늘   ",
        "phone": "010 2345 6789",
        "is_of_age": "on",
        "homepage": "",
        f"consent_{texts['terms'].pk}": "on",
        f"consent_{texts['privacy'].pk}": "on",
    }
    if news:
        values[f"consent_{texts['news'].pk}"] = "on"
    return {key: value for key, value in {**values, **changed}.items() if value is not None}


def join(client, **changed):
    return client.post(reverse("account_signup"), answers(**changed))


def prove(client, last_mail, address=EMAIL):
    code = last_mail(address).context["code"]
    return client.post(reverse("account_email_verification_sent"), {"code": code})


def test_signup_is_proved_by_a_code_and_ends_on_the_personal_page(client, last_mail):
    response = join(client, news=True)
    assert response.url == reverse("account_email_verification_sent")
    mail = last_mail(EMAIL)
    assert (mail.template, mail.context["purpose"], mail.language) == (
        "members.code",
        "signup",
        "ko",
    )
    assert len(mail.context["code"]) == 6
    assert client.get(reverse("members:home")).status_code != 200
    response = prove(client, last_mail)
    assert response.url == reverse("members:home")
    assert client.get(reverse("members:home")).status_code == 200
    user = User.objects.get(email=EMAIL)
    assert (user.name, user.phone, user.language) == ("하늘", "010-2345-6789", "ko")
    assert not user.has_usable_password()
    assert EmailAddress.objects.get(user=user).verified
    given = Consent.objects.filter(user=user).values_list("text__purpose", "text__version")
    assert set(given) == {("terms", 1), ("privacy", 1), ("news", 1)}
    assert Entry.objects.filter(action="members.person.joined", subject_id=user.pk).count() == 1


def test_signup_in_english_is_remembered(client, last_mail):
    client.post("/en/accounts/signup/", answers())
    assert last_mail(EMAIL).language == "en"
    assert User.objects.get(email=EMAIL).language == "en"


def test_consents_are_never_ticked_beforehand(client):
    page = client.get(reverse("account_signup")).content.decode()
    assert " checked" not in page
    assert page.count('name="consent_') == 3


def test_optional_consent_may_be_left_out(client, last_mail):
    join(client)
    prove(client, last_mail)
    given = Consent.objects.filter(user__email=EMAIL).values_list("text__purpose", flat=True)
    assert set(given) == {"terms", "privacy"}


def test_consent_to_an_outdated_text_does_not_count(client):
    seen = answers()
    ConsentTextFactory(purpose="terms", version=2, is_required=True, title="이용약관 동의")
    response = client.post(reverse("account_signup"), seen)
    assert response.status_code == 200
    assert not User.objects.filter(email=EMAIL).exists()


def test_mistakes_lose_nothing_that_was_typed(client):
    response = join(client, email="not an address", password1="바람개비-2026-바람", is_of_age=None)
    form = response.context["form"]
    assert set(form.errors) == {"email", "is_of_age"}
    page = response.content.decode()
    for typed in ("not an address", "010 2345 6789", "하늘", "바람개비-2026-바람"):
        assert f'value="{typed}' in page or typed in page
    assert page.count(" checked") == 2
    assert User.objects.count() == 0


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("phone", "12"),
        ("phone", "<script>"),
        ("name", " "),
        ("name", "하" * 61),
        ("name", "a\x00b"),
        ("email", "x" * 300 + "@example.org"),
        ("password1", "1234567890"),
        ("password1", "short"),
    ],
)
def test_bad_answers_are_named_and_nothing_is_saved(client, field, value):
    response = join(client, **{field: value})
    assert response.status_code == 200
    assert set(response.context["form"].errors) == {field}
    assert (User.objects.count(), OutboxMessage.objects.count()) == (0, 0)


def test_required_consents_are_required(client):
    terms = ConsentText.objects.get(purpose="terms")
    response = join(client, **{f"consent_{terms.pk}": None})
    assert set(response.context["form"].errors) == {f"consent_{terms.pk}"}


def test_taken_address_answers_alike_and_tells_only_its_owner(client, last_mail):
    UserFactory(email=EMAIL)
    taken = join(client)
    free = client.__class__().post(reverse("account_signup"), answers(email="another@example.org"))
    assert (taken.status_code, taken.url) == (free.status_code, free.url)
    assert User.objects.filter(email=EMAIL).count() == 1
    assert last_mail(EMAIL).template == "members.already_member"
    page = client.get(taken.url).content.decode()
    assert EMAIL in page


def test_robot_that_fills_the_trap_gets_nothing(client):
    response = join(client, homepage="https://spam.example")
    assert response.status_code == 302
    assert (User.objects.count(), OutboxMessage.objects.count()) == (0, 0)


def test_unproved_address_is_free_for_its_owner(client, last_mail):
    join(client, password1="squatters-secret-1", name="불청객")
    squatter = User.objects.get(email=EMAIL)
    owner = client.__class__()
    owner.post(reverse("account_signup"), answers())
    prove(owner, last_mail)
    user = User.objects.get(email=EMAIL)
    assert user.pk != squatter.pk
    assert not user.check_password("squatters-secret-1")


def test_unproved_address_gets_no_sign_in_code(client, last_mail):
    join(client, password1="squatters-secret-1")
    owner = client.__class__()
    owner.post(reverse("account_request_login_code"), {"email": EMAIL})
    assert last_mail(EMAIL).template == "members.unknown_account"


def test_staff_account_that_never_signed_in_is_not_replaced(client):
    staff = UserFactory(email=EMAIL, verified=False)
    join(client)
    assert User.objects.get(email=EMAIL) == staff


def test_wrong_codes_end_the_attempt(client, last_mail):
    join(client)
    right = last_mail(EMAIL).context["code"]
    wrong = "000000" if right != "000000" else "111111"
    address = reverse("account_email_verification_sent")
    for _attempt in range(5):
        response = client.post(address, {"code": wrong})
    assert response.status_code == 302
    client.post(address, {"code": right})
    assert not EmailAddress.objects.get(email=EMAIL).verified


def test_code_of_another_browser_opens_nothing(client, last_mail):
    join(client)
    code = last_mail(EMAIL).context["code"]
    stranger = client.__class__()
    stranger.post(reverse("account_email_verification_sent"), {"code": code})
    assert not EmailAddress.objects.get(email=EMAIL).verified


def test_next_leads_back_but_never_away(client, last_mail):
    target = reverse("members:communities")
    client.post(reverse("account_signup"), {**answers(), "next": target})
    assert prove(client, last_mail).url == target
    other = client.__class__()
    email = "second@example.org"
    values = {**answers(email=email), "next": "https://evil.example/"}
    other.post(reverse("account_signup"), values)
    code = last_mail(email).context["code"]
    response = other.post(reverse("account_email_verification_sent"), {"code": code})
    assert response.url == reverse("members:home")


def test_forgotten_sign_ups_are_deleted_after_a_day(client, now):
    join(client)
    UserFactory()
    UserFactory(verified=False)
    assert people.forget_unproven(now + timedelta(hours=1)) == 0
    assert people.forget_unproven(now + timedelta(days=2)) == 1
    assert not User.objects.filter(email=EMAIL).exists()
    assert User.objects.count() == 2


def test_signed_in_person_is_not_asked_to_join(member_client):
    assert member_client.get(reverse("account_signup")).url == reverse("members:home")


def test_password_works_when_one_was_chosen(client, last_mail):
    join(client, password1=PASSWORD)
    prove(client, last_mail)
    client.post(reverse("account_logout"))
    response = client.post(reverse("account_login"), {"login": EMAIL, "password": PASSWORD})
    assert response.url == reverse("members:home")
