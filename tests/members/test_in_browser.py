"""Members' pages in a real Chromium: whole walks with and without JavaScript, axe on every page."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from cms.mail.models import OutboxMessage
from members.domain import consents
from members.models import Community, ConsentText, User
from members.queries import current_texts
from tests.browser import DESK, axe_violations, follow, unsound
from tests.members.factories import (
    ChildFactory,
    CommunityFactory,
    InvitationFactory,
    ProfileFactory,
    UserFactory,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

EMAIL = "newcomer@example.org"


def code_for(address):
    return OutboxMessage.objects.filter(to_address=address).latest("created_at").context["code"]


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no scripts"])
@pytest.mark.parametrize("width", [360, DESK])
def test_newcomer_joins_founds_and_invites(browser_page, width, javascript):
    page = browser_page(width=width, javascript=javascript)
    page.goto("/accounts/signup/")
    # First everything is forgotten but the address: it stays, and what is wrong is named.
    page.get_by_label("이메일").fill(EMAIL)
    follow(page.locator("main form button").last)
    assert page.locator(".error-summary li").count() == 4
    assert page.get_by_label("이메일").input_value() == EMAIL
    page.get_by_label("이름").fill("하늘")
    page.get_by_label("만 14세 이상입니다").check()
    for purpose in ("terms", "privacy"):
        text = ConsentText.objects.get(purpose=purpose)
        page.get_by_text(f"‘{text.title}’ 전문 보기").click()
        assert page.get_by_text(text.text.splitlines()[0][:20]).first.is_visible()
        page.get_by_role("checkbox", name=text.title, exact=True).check()
    follow(page.locator("main form button").last)
    page.get_by_label("인증번호").fill(code_for(EMAIL))
    follow(page.get_by_role("button", name="계속"))
    page.wait_for_url("**/my/")
    assert User.objects.get(email=EMAIL).consents.count() == 2

    page.goto("/my/communities/new/")
    page.get_by_label("커뮤니티 이름").fill("해바라기 모임")
    page.get_by_label("주로 모이는 자치구").select_option("guro")
    follow(page.get_by_role("button", name="만들기"))
    community = Community.objects.get(name="해바라기 모임")
    page.wait_for_url(f"**/my/communities/{community.pk}/")
    follow(page.get_by_role("link", name="초대하기").first)
    follow(page.get_by_role("button", name="링크 만들기"))
    link = page.locator("input[id^=link-]").input_value()

    friend = UserFactory(email="friend@example.org")
    other = browser_page(width=width, javascript=javascript)
    path = "/" + link.split("/", 3)[3]
    other.goto(path)
    follow(other.get_by_role("main").get_by_role("link", name="로그인"))
    # By a code: the way that is offered first.
    follow(other.get_by_role("link", name="이메일로 인증번호 받기"))
    other.get_by_label("이메일").fill(friend.email)
    follow(other.get_by_role("button", name="인증번호 받기"))
    other.get_by_label("인증번호").fill(code_for(friend.email))
    follow(other.get_by_role("button", name="계속"))
    other.wait_for_url(f"**{path}")
    follow(other.get_by_role("button", name="수락하기"))
    other.wait_for_url(f"**/my/communities/{community.pk}/")
    assert community.memberships.count() == 2

    page.goto(f"/my/communities/{community.pk}/role/leader/")
    page.get_by_label(friend.name).check()
    follow(page.get_by_role("button", name="넘기기"))
    community.refresh_from_db()
    assert community.leader == friend
    page.goto(f"/my/communities/{community.pk}/leave/")
    follow(page.get_by_role("button", name="나가기"))
    page.wait_for_url("**/my/communities/")
    assert community.memberships.count() == 1


@pytest.fixture
def full_life(live_site):
    """A leader whose pages have something on them, signed in a moment ago."""
    leader = UserFactory(name="햇살")
    ProfileFactory(user=leader)
    ChildFactory(parent=leader)
    consents.give(leader, current_texts(timezone.now()), by=leader, now=timezone.now())
    community = CommunityFactory(
        leader=leader,
        treasurer=UserFactory(),
        members=UserFactory.create_batch(3),
        name="이름이 꽤 길어서 한 줄에 다 들어가지 않는 직장부모커뮤니티",
    )
    InvitationFactory(community=community)
    InvitationFactory(community=community, email="a.very.long.address@example.org", max_uses=1)
    client = Client()
    sign_in_now(client, leader)
    client.leader, client.community = leader, community
    return client


def sign_in_now(client, user):
    import time

    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    session = client.session
    session["account_authentication_methods"] = [
        {"method": "password", "at": time.time(), "email": user.email, "reauthenticated": True}
    ]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()


MINE = (
    "members:home",
    "members:profile",
    "members:household",
    "members:consents",
    "members:security",
    "members:data",
    "members:leave_site",
    "members:calendar",
    "members:renew_calendar",
    "members:communities",
    "members:found_community",
    "account_email",
    "account_change_password",
    "account_logout",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_list_webauthn",
    "socialaccount_connections",
)
OF_COMMUNITY = ("members:community", "members:change_community", "members:invite", "members:leave")
ENTRANCE = (
    "account_login",
    "account_signup",
    "account_request_login_code",
    "account_reset_password",
    "account_inactive",
    "account_password_reset_completed",
    "socialaccount_login_cancelled",
)


def addresses(names, *args):
    return [reverse(name, args=args) for name in names]


def faults(page, address, *, language="ko"):
    page.goto(address)
    found = unsound(page, axe=language == "ko")
    return {address: found} if found else {}


@pytest.mark.looks
@pytest.mark.parametrize("language", ["ko", "en"])
def test_members_pages_are_accessible_and_fit(browser_page, full_life, language):
    page = browser_page(language=language, client=full_life)
    with translation.override(language):
        community = full_life.community
        found = [
            *addresses(MINE),
            *addresses(OF_COMMUNITY, community.pk),
            reverse("members:give_role", args=[community.pk, "treasurer"]),
            reverse("members:remove", args=[community.pk, community.treasurer_id]),
            reverse("members:change_consent", args=["news", "withdraw"]),
        ]
    wrong = {}
    for address in found:
        wrong |= faults(page, address, language=language)
    assert wrong == {}


@pytest.mark.looks
@pytest.mark.parametrize("language", ["ko", "en"])
def test_entrance_is_accessible_and_fits(browser_page, live_site, language):
    page = browser_page(language=language)
    open_one, closed = InvitationFactory(), InvitationFactory(revoked_at=timezone.now())
    with translation.override(language):
        found = [
            *addresses(ENTRANCE),
            reverse("members_invitations:answer", args=[open_one.token]),
            reverse("members_invitations:answer", args=[closed.token]),
        ]
        signup = reverse("account_signup")
    wrong = {}
    for address in found:
        wrong |= faults(page, address, language=language)
    page.goto(signup)
    follow(page.locator("main form button").last)
    wrong |= {"signup with mistakes": unsound(page, axe=language == "ko")}
    assert {address: what for address, what in wrong.items() if what} == {}


@pytest.mark.looks
def test_empty_pages_are_accessible_and_fit(browser_page, live_site):
    client = Client()
    sign_in_now(client, UserFactory())
    page = browser_page(client=client)
    wrong = {}
    for address in addresses(("members:home", "members:household", "members:communities")):
        wrong |= faults(page, address)
    assert wrong == {}


def test_second_step_is_set_up_by_hand(browser_page, full_life):
    import time

    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

    page = browser_page(width=360, client=full_life)
    page.goto("/accounts/2fa/")
    follow(page.get_by_role("link", name="인증 앱 설정하기"))
    assert page.locator(".enrol__qr").evaluate("image => image.naturalWidth") > 0
    secret = page.locator("#authenticator_secret").input_value()
    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    page.get_by_label("인증 앱의 번호").fill(code)
    follow(page.get_by_role("button", name="설정 마치기"))
    page.wait_for_url("**/accounts/2fa/recovery-codes/")
    assert page.locator(".codes li").count() == 10
    assert axe_violations(page) == []


def test_passkey_is_added_and_signs_in(browser_page, full_life, live_site):
    # Passkeys know names, not numbers: the site is visited as localhost.
    address = live_site.replace("127.0.0.1", "localhost")
    page = browser_page(width=360)
    page.context.add_cookies(
        [
            {"name": name, "value": morsel.value, "url": address}
            for name, morsel in full_life.cookies.items()
        ]
    )
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
            }
        },
    )
    page.goto(f"{address}/accounts/2fa/webauthn/add/")
    page.get_by_label("이 패스키만으로 로그인하기").check()
    page.get_by_role("button", name="패스키 등록하기").click()
    page.wait_for_url("**/accounts/2fa/recovery-codes/**")
    page.context.clear_cookies()
    page.goto(f"{address}/accounts/login/")
    page.get_by_role("button", name="패스키로 로그인").click()
    page.wait_for_url("**/my/")
    assert "햇살" in page.locator("h1").inner_text()
