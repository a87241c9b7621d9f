"""After a class: the member's certificate and survey, handouts, and the page for the doubtful."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from cms import papers
from cms.mail.models import OutboxMessage
from cms.mail.rendering import render
from events.certificate_paper import certificate_pdf, masked, paper_of, verification_url
from events.domain.certificates import (
    issue_certificate,
    reissue_certificate,
    revoke_certificate,
)
from events.domain.materials import add_material
from events.domain.surveys import answer, invite_due
from events.models import Certificate, Material, SurveyResponse, SurveyTicket
from events.views.verification import is_same_name
from tests.cms.test_papers import letters_in
from tests.events.held import ANSWERS, PDF, held_course, seat, survey_of

pytestmark = pytest.mark.django_db

POSTED = {f"q-{key}": value for key, value in ANSWERS.items()}


@pytest.fixture
def course():
    return held_course(meetings=2, certificate_percent=50)


def page_of(registration):
    return reverse("events_my:registration", args=[registration.reference])


def mine(name, registration):
    return reverse(f"events_my:{name}", args=[registration.reference])


def test_the_certificate_is_issued_at_the_first_request_and_shown_again(member_client, course):
    registration = seat(course, member_client.member, came=1)
    assert member_client.get(mine("certificate", registration)).url == page_of(registration)
    assert "Get my certificate" in _in_english(member_client, page_of(registration))
    answered = member_client.post(mine("certificate", registration))
    assert answered.url == mine("certificate", registration)
    certificate = Certificate.objects.get()
    shown = member_client.get(mine("certificate", registration))
    words = shown.content.decode()
    assert all(one in words for one in (certificate.number, certificate.name_as_printed))
    assert verification_url(certificate) in words
    assert "style=" not in words.partition("<main")[2].partition("</main>")[0]
    assert shown["Cache-Control"] == "private, no-store"


def _in_english(client, path):
    return client.get(f"/en{path.removeprefix('/en')}").content.decode()


def test_who_came_too_seldom_is_told_why(member_client, course):
    registration = seat(course, member_client.member)
    answered = member_client.post(mine("certificate", registration), follow=True)
    assert not Certificate.objects.exists()
    assert answered.redirect_chain == [(page_of(registration), 302)]
    assert "you came to 0%" in _in_english(member_client, page_of(registration))


def test_a_revoked_certificate_is_gone_with_its_reason(member_client, course):
    registration = seat(course, member_client.member, came=2)
    certificate = issue_certificate(registration, by=None, now=timezone.now())
    revoke_certificate(certificate, reason="출석이 잘못 적힘", by=None, now=timezone.now())
    assert "출석이 잘못 적힘" in _in_english(member_client, page_of(registration))
    assert member_client.get(mine("certificate", registration)).url == page_of(registration)
    assert member_client.get(mine("certificate_pdf", registration)).status_code == 404


def test_anybody_elses_certificate_and_survey_are_not_found(member_client, course):
    survey_of(course)
    registration = seat(course, came=2)
    issue_certificate(registration, by=None, now=timezone.now())
    for name in ("certificate", "certificate_pdf", "survey"):
        assert member_client.get(mine(name, registration)).status_code == 404


def test_the_pdf_holds_the_name_the_class_and_the_number(member_client, course):
    if not papers.korean_families():
        pytest.skip("no Korean font: install fonts-nanum or fonts-noto-cjk")
    registration = seat(course, member_client.member, came=2)
    certificate = issue_certificate(registration, by=None, now=timezone.now())
    answered = member_client.get(mine("certificate_pdf", registration))
    assert (answered.status_code, answered["Content-Type"]) == (200, "application/pdf")
    assert certificate.number in answered["Content-Disposition"]
    drawn = letters_in(answered.content)
    said = f"{certificate.name_as_printed}{certificate.course_title}{certificate.number}"
    assert set(said) - {" "} <= drawn
    with override("en"):
        assert certificate_pdf(certificate).count(b"/Lang(en-US)") == 1


def test_without_a_font_the_page_to_print_is_offered(member_client, course, settings, tmp_path):
    settings.PAPER_FONT_PATHS = [str(tmp_path)]
    registration = seat(course, member_client.member, came=2)
    issue_certificate(registration, by=None, now=timezone.now())
    answered = member_client.get(f"/en{mine('certificate_pdf', registration)}", follow=True)
    assert answered.status_code == 200
    assert "The PDF cannot be made" in answered.content.decode()


def test_the_words_of_the_paper_come_in_both_languages(course):
    certificate = issue_certificate(seat(course, came=2, name="달님"), by=None, now=timezone.now())
    with override("en"):
        paper = paper_of(certificate)
    assert paper["heading"] == "Certificate"
    assert paper["facts"][0] == ["Class", "Parental leave over lunch"]
    assert paper["facts"][2] == ["Hours", "2 sessions, 2 hours"]
    with override("ko"):
        assert paper_of(certificate)["heading"] == "수료증"
        assert paper_of(certificate)["facts"][2][1] == "2회, 2시간"


# --- The public page -------------------------------------------------------------------


def verify(certificate):
    return reverse("events_certificates:verify", args=[certificate.token])


def test_the_public_page_says_what_the_paper_says_but_the_name(client, course):
    registration = seat(course, came=2, name="김달님", email="dal@example.org")
    certificate = issue_certificate(registration, by=None, now=timezone.now())
    answered = client.get(verify(certificate))
    words = answered.content.decode()
    assert certificate.number in words
    assert "김○○" in words
    for private in ("김달님", "달님", "dal@example.org", registration.reference):
        assert private not in words
    assert answered["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in answered["Cache-Control"]


@pytest.mark.parametrize("token", ["x", "a" * 20, "0", "A-_"])
def test_a_forged_token_opens_nothing(client, course, token):
    issue_certificate(seat(course, came=2), by=None, now=timezone.now())
    assert client.get(f"/certificates/{token}/").status_code == 404


def test_a_revoked_certificate_is_void_and_its_reason_is_nobodys_business(client, course):
    certificate = issue_certificate(seat(course, came=2), by=None, now=timezone.now())
    revoke_certificate(certificate, reason="비밀 사유", by=None, now=timezone.now())
    words = client.get(f"/en{verify(certificate)}").content.decode()
    assert "This certificate is no longer valid" in words
    assert "비밀 사유" not in words


def test_a_replaced_certificate_says_so_and_not_by_which(client, course):
    old = issue_certificate(seat(course, came=2, name="김달님"), by=None, now=timezone.now())
    revoke_certificate(old, reason="비밀 사유", by=None, now=timezone.now())
    page = verify(old)
    assert "A new certificate was issued" not in client.get(f"/en{page}").text
    new = reissue_certificate(old, reason="다른 사유", by=None, now=timezone.now())
    words = client.get(f"/en{page}").text
    assert "This certificate is no longer valid" in words
    assert "A new certificate was issued in its place on" in words
    for private in (new.token, new.number, "김달님", "비밀 사유", "다른 사유"):
        assert private not in words
    assert "대신 발급했습니다" in client.get(page).text
    assert "This certificate is valid" in client.get(f"/en/certificates/{new.token}/").text


def test_the_holder_sees_the_new_one(member_client, course):
    registration = seat(course, member_client.member, came=2)
    old = issue_certificate(registration, by=None, now=timezone.now())
    revoke_certificate(old, reason="이름이 틀림", by=None, now=timezone.now())
    new = reissue_certificate(old, reason="고침", by=None, now=timezone.now())
    page = _in_english(member_client, page_of(registration))
    assert new.number in page
    assert old.number not in page
    assert new.number in member_client.get(mine("certificate", registration)).text


@pytest.mark.usefixtures("one_moment")
def test_a_name_is_compared_a_few_times_a_minute(client, course):
    certificate = issue_certificate(
        seat(course, came=2, name="김달님"), by=None, now=timezone.now()
    )
    path = f"/en{verify(certificate)}"
    yes = client.post(path, {"name": "김 달님"}).content.decode()
    no = client.post(path, {"name": "김별님"}).content.decode()
    assert "Yes, this is the name" in yes
    assert "No, another name" in no
    assert "김달님" not in no
    codes = [client.post(path, {"name": f"김{n}"}).status_code for n in range(4)]
    assert codes == [200, 200, 200, 429]
    assert client.get(path).status_code == 200


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Kim  Dal", "kim dal", True),
        ("\u1100\u1175\u11b7\u1103\u1161\u11af", "김달", True),
        ("김달", "김달님", False),
        ("\ud800", "김", False),
    ],
)
def test_names_are_compared_as_people_write_them(one, other, same):
    assert is_same_name(one, other) is same


def test_a_mask_tells_one_letter_and_no_length():
    assert [masked(name) for name in ("김하나", "Kim", "선우아름다운", "")] == [
        "김○○", "K○○", "선○○", "",
    ]  # fmt: skip


# --- The survey ------------------------------------------------------------------------


def test_the_survey_is_answered_once(member_client, course):
    survey_of(course)
    registration = seat(course, member_client.member, came=1)
    path = mine("survey", registration)
    asked = _in_english(member_client, path)
    assert "We note only that you have answered, never what" in asked
    assert "Answer the survey" in _in_english(member_client, page_of(registration))
    assert member_client.post(path, POSTED).url == page_of(registration)
    assert member_client.post(path, POSTED).url == page_of(registration)
    assert SurveyResponse.objects.get().answers == {**ANSWERS}
    assert SurveyTicket.objects.count() == 1
    assert member_client.get(path).url == page_of(registration)
    assert "You have answered. Thank you." in _in_english(member_client, page_of(registration))


def test_a_missing_answer_is_asked_for_and_nothing_typed_is_lost(member_client, course):
    survey_of(course)
    registration = seat(course, member_client.member, came=1)
    posted = {**POSTED, "q-good": "설명이 쉬웠어요"}
    del posted["q-overall"]
    answered = member_client.post(mine("survey", registration), posted)
    assert answered.status_code == 422
    assert "설명이 쉬웠어요" in answered.content.decode()
    assert list(answered.context["form"].errors) == ["overall"]
    assert not SurveyTicket.objects.exists()


def test_who_did_not_come_finds_no_survey(member_client, course):
    survey_of(course)
    registration = seat(course, member_client.member)
    assert member_client.get(mine("survey", registration)).status_code == 404
    assert member_client.post(mine("survey", registration), POSTED).status_code == 404


def test_after_its_time_the_survey_says_so(member_client):
    course = held_course(ended=timedelta(days=20))
    survey_of(course, days_open=7)
    registration = seat(course, member_client.member, came=1)
    answered = member_client.post(f"/en{mine('survey', registration)}", POSTED, follow=True)
    assert "The survey is not open any more" in answered.content.decode()
    assert not SurveyResponse.objects.exists()


def test_the_invitation_reads_in_both_languages_and_advertises_nothing(course):
    survey_of(course)
    registration = seat(course, came=1)
    noon = timezone.localtime().replace(hour=12)
    assert invite_due(now=noon) == 1
    mail = OutboxMessage.objects.get(template="events.survey_opened")
    for language in ("ko", "en"):
        rendered = render(mail.template, mail.context, language=language)
        assert "(광고)" not in rendered.subject
        assert registration.reference in rendered.text


# --- Handouts --------------------------------------------------------------------------


def handout(course, audience, **fields):
    upload = None if "url" in fields else SimpleUploadedFile("자료.pdf", PDF)
    return add_material(
        course,
        {"title": f"자료 {audience}", "audience": audience, **fields},
        by=None,
        now=timezone.now(),
        upload=upload,
    )


def test_the_course_page_hands_out_what_everyone_may_have(client, course):
    open_one = handout(course, "everyone")
    later = handout(course, "everyone", available_from=timezone.now() + timedelta(days=1))
    handout(course, "registered")
    words = client.get(course.get_absolute_url()).content.decode()
    assert reverse("events:material", args=[open_one.pk]) in words
    assert f"/materials/{later.pk}/" not in words
    assert "자료 registered" not in words
    assert "PDF," in words


def test_a_handout_is_sent_to_whom_it_is_meant_for(client, member_client, course):
    from django.test import Client

    stranger = Client()
    registered = handout(course, "registered")
    path = reverse("events:material", args=[registered.pk])
    assert stranger.get(path).url.startswith("/accounts/login/")
    assert member_client.get(path).status_code == 404
    seat(course, member_client.member)
    answered = member_client.get(path)
    assert b"".join(answered.streaming_content) == PDF
    assert answered["X-Content-Type-Options"] == "nosniff"
    assert answered["Content-Disposition"].startswith("attachment")
    attendees = handout(course, "attendees")
    assert member_client.get(reverse("events:material", args=[attendees.pk])).status_code == 404
    assert stranger.get("/classes/materials/999999/").status_code == 404


def test_the_personal_page_lists_what_is_ones_own(member_client, course):
    handout(course, "registered")
    handout(course, "attendees", url="https://centre.example/film")
    registration = seat(course, member_client.member)
    words = _in_english(member_client, page_of(registration))
    assert "자료 registered" in words
    assert "https://centre.example/film" not in words
    assert "There is more for those who came." in words
    came = seat(course, came=1)
    member_client.force_login(came.person, backend="django.contrib.auth.backends.ModelBackend")
    assert "https://centre.example/film" in _in_english(member_client, page_of(came))


def test_before_the_end_the_page_says_when(member_client):
    from tests.events.factories import make_course

    course = make_course(now=timezone.now(), certificate_percent=80)
    survey_of(course)
    from events.domain.registrations import register

    registration = register(
        course, person=member_client.member, by=member_client.member, now=timezone.now()
    )
    words = _in_english(member_client, page_of(registration))
    assert "For those who come to 80% of the sessions, available after" in words
    assert "For those who came, available after" in words


def test_a_plain_class_leaves_nothing_to_say(member_client):
    registration = seat(held_course(), member_client.member, came=1)
    assert "After the class" not in _in_english(member_client, page_of(registration))


@pytest.mark.parametrize("number", [1, 3, 30])
def test_the_page_asks_as_much_for_many_handouts_as_for_one(
    client, course, number, django_assert_num_queries
):
    for _one in range(number):
        handout(course, "everyone", url="https://centre.example/")
    from events.showing.after import material_rows

    with django_assert_num_queries(1):
        material_rows(list(course.materials.select_related("session")), timezone.now())
    assert Material.objects.count() == number


def test_answering_twice_at_the_same_moment_is_a_kind_word(member_client, course, monkeypatch):
    """Between the page's look and the keeping, another window was faster."""
    survey_of(course)
    registration = seat(course, member_client.member, came=1)
    answer(registration, ANSWERS, now=timezone.now())
    monkeypatch.setattr("events.views.after.SurveyTicket", _Blind)
    answered = member_client.post(f"/en{mine('survey', registration)}", POSTED, follow=True)
    assert "You have already answered. Thank you." in answered.content.decode()
    assert SurveyResponse.objects.count() == 1


class _Blind:
    """A look that sees no ticket."""

    class objects:  # noqa: N801 - stands in for a manager
        @staticmethod
        def filter(**_kwargs):
            return _Blind.objects

        @staticmethod
        def exists():
            return False
