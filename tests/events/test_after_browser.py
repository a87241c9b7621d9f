"""A member after a class in a real Chromium: certificate, survey, and the page for the doubtful."""

import pytest
from django.test import Client
from django.utils import timezone

from events.domain.certificates import issue_certificate
from events.models import Certificate, SurveyResponse
from tests.browser import DESK, PHONE, follow, overflowing, unsound
from tests.events.held import held_course, seat, survey_of

pytestmark = [pytest.mark.browser]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
SHEET = 360
LONG = "점심에 배우는 출산휴가·육아휴직 똑똑하게 쓰기와 그 뒤에 이어지는 복직 준비까지 한 번에"


@pytest.fixture
def registration(live_site):
    course = held_course(certificate_percent=50, title=LONG)
    survey_of(course)
    return seat(course, came=1, name="달님")


def signed_in(person):
    client = Client()
    client.force_login(person, BACKEND)
    return client


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "plain"])
@pytest.mark.parametrize("width", [PHONE, DESK])
def test_a_member_fetches_the_certificate_and_answers(
    browser_page, registration, javascript, width
):
    page = browser_page(width=width, javascript=javascript, client=signed_in(registration.person))
    page.goto(f"/my/classes/{registration.reference}/")
    follow(page.get_by_role("button", name="수료증 받기"))
    number = Certificate.objects.get().number
    assert page.locator(".certificate").inner_text().count(number) == 1
    page.goto(f"/my/classes/{registration.reference}/")
    follow(page.get_by_role("link", name="만족도 조사 답하기"))
    for group in page.locator(".scale").all():
        group.get_by_role("radio").nth(3).check(force=True)
    follow(page.get_by_role("button", name="답 보내기"))
    assert page.get_by_text("다른 직장부모에게 권하고 싶은가요?: 하나를 골라 주세요.").is_visible()
    assert page.locator(".scale input:checked").count() == 5
    page.get_by_role("radio", name="예", exact=True).check()
    follow(page.get_by_role("button", name="답 보내기"))
    assert page.get_by_text("고맙습니다. 답은 이름 없이 보관합니다.").is_visible()
    assert SurveyResponse.objects.get().answers["overall"] == 4


@pytest.mark.looks
@pytest.mark.parametrize("language", ["ko", "en"])
def test_pages_after_a_class_fit_and_can_be_read_by_everyone(browser_page, registration, language):
    certificate = issue_certificate(registration, by=None, now=timezone.now())
    start = "" if language == "ko" else "/en"
    own = f"{start}/my/classes/{registration.reference}/"
    page = browser_page(language=language, client=signed_in(registration.person))
    for path in (own, f"{own}certificate/", f"{own}survey/"):
        page.goto(path)
        assert (path, unsound(page, axe=language == "ko")) == (path, [])
        page.set_viewport_size({"width": SHEET, "height": 900})
        assert (path, overflowing(page)) == (path, [])
        page.set_viewport_size({"width": DESK, "height": 900})
    stranger = browser_page(language=language)
    stranger.goto(f"{start}/certificates/{certificate.token}/")
    assert unsound(stranger, axe=language == "ko") == []
