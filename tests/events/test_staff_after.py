"""Staff screens about what comes after a class."""

import csv
import io
import re
from xml.etree import ElementTree as ET

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cms.audit.models import Entry
from cms.privacy.models import Look
from events.charts import bars
from events.domain.certificates import issue_certificate, revoke_certificate
from events.domain.surveys import close_survey
from events.models import Certificate, Material, Survey, SurveyResponse
from tests.events.factories import make_course
from tests.events.held import ANSWERS, PDF, held_course, seat, survey_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator(staff_client):
    return staff_client("coordinator")


def address(name, *args):
    return reverse(f"courses:{name}", args=args)


def given(survey, number, **more):
    SurveyResponse.objects.bulk_create(
        SurveyResponse(survey=survey, answers={**ANSWERS, **more}) for _number in range(number)
    )


def test_a_material_is_added_changed_and_removed(coordinator):
    course = make_course(now=timezone.now())
    path = address("materials", course.pk)
    assert coordinator.get(path).status_code == 200
    wrong = coordinator.post(path, {"title": "자료", "audience": "everyone"})
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, ["upload"])
    both = coordinator.post(
        path,
        {
            "title": "자료",
            "audience": "everyone",
            "url": "https://centre.example/",
            "upload": SimpleUploadedFile("자료.pdf", PDF),
        },
    )
    assert list(both.context["form"].errors) == ["url"]
    program = coordinator.post(
        path,
        {"title": "자료", "audience": "everyone", "upload": SimpleUploadedFile("a.pdf", b"MZ")},
    )
    assert list(program.context["form"].errors) == ["upload"]
    assert "자료" in program.content.decode()
    done = coordinator.post(
        path,
        {"title": "자료", "audience": "everyone", "upload": SimpleUploadedFile("자료.pdf", PDF)},
    )
    assert done.url == path
    material = Material.objects.get()
    assert coordinator.get(path).status_code == 200
    changed = coordinator.post(
        address("material", material.pk), {"title": "새 이름", "audience": "attendees"}
    )
    assert changed.url == path
    material.refresh_from_db()
    assert (material.title, material.audience, material.file_name) == (
        "새 이름", "attendees", "자료.pdf",
    )  # fmt: skip
    assert coordinator.get(address("remove_material", material.pk)).status_code == 200
    coordinator.post(address("remove_material", material.pk))
    assert not Material.objects.exists()


def test_a_course_without_a_survey_is_offered_the_usual_questions(coordinator):
    course = held_course()
    shown = coordinator.get(address("survey", course.pk))
    assert shown.status_code == 200
    keys = [one.key for one in shown.context["form"].instance.form.questions]
    assert keys == [
        "content", "lecturer", "time_place", "organised", "overall", "recommend", "good", "better",
    ]  # fmt: skip
    assert not Survey.objects.exists()


def _posted(kind="scale", **value):
    fields = {"label": "어땠나요?", "key": "how", "steps": "5", "required": "on", **value}
    return {
        "days_open": "10",
        "questions-count": "1",
        "questions-0-deleted": "",
        "questions-0-order": "0",
        "questions-0-type": kind,
        "questions-0-id": "",
        **{f"questions-0-value-{name}": one for name, one in fields.items()},
    }


def test_the_survey_is_built_with_the_form_builder(coordinator):
    course = held_course()
    path = address("survey", course.pk)
    assert coordinator.post(path, _posted()).url == path
    survey = Survey.objects.get()
    assert (survey.days_open, [one.kind for one in survey.form.questions]) == (10, ["scale"])
    files = coordinator.post(path, _posted("files", max_files="1", max_megabytes="1"))
    assert files.status_code == 422
    assert coordinator.post(path, {}).status_code == 400


def test_results_come_with_bars_a_table_and_an_export(coordinator):
    course = held_course()
    survey = survey_of(course)
    given(survey, 6, good="쉬웠어요")
    open_still = coordinator.get(address("survey_results", course.pk))
    assert open_still.context["results"].findings == ()
    assert coordinator.get(address("survey_chart", course.pk, "content")).status_code == 404
    assert coordinator.post(address("close_survey", course.pk)).url == address(
        "survey_results", course.pk
    )
    words = coordinator.get(address("survey_results", course.pk)).content.decode()
    assert address("survey_chart", course.pk, "content") in words
    assert "쉬웠어요" in words
    chart = coordinator.get(address("survey_chart", course.pk, "content"))
    assert chart["Content-Type"] == "image/svg+xml"
    assert "default-src 'none'" in chart["Content-Security-Policy"]
    exported = coordinator.get(address("survey_export", course.pk, "csv"))
    rows = list(csv.reader(io.StringIO(exported.getvalue().decode("utf-8-sig"))))
    assert sum(row[3] == "쉬웠어요" for row in rows) == 6
    assert coordinator.get(address("survey_export", course.pk, "xlsx")).getvalue()[:2] == b"PK"
    assert coordinator.get(address("survey_export", course.pk, "pdf")).status_code == 404
    assert Entry.objects.filter(action="events.survey.exported").count() == 2


def test_four_answers_show_and_export_their_number_only(coordinator):
    course = held_course()
    survey = survey_of(course)
    given(survey, 4, good="알아볼 말")
    close_survey(survey, by=None, now=timezone.now())
    for path in (
        address("survey_results", course.pk),
        address("survey_export", course.pk, "csv"),
    ):
        words = coordinator.get(path).getvalue().decode()
        assert "알아볼 말" not in words
        assert "4" in words
    assert coordinator.get(address("survey_chart", course.pk, "content")).status_code == 404


def test_a_chart_only_draws_and_says_its_numbers():
    drawn = bars([("1 전혀 <아니다>", 0), ("5 매우 & 그렇다", 12)], title="내용이 좋았나요?")
    root = ET.fromstring(drawn)
    names = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert "script" not in names
    assert root.get("aria-label") == "내용이 좋았나요?"
    text = "".join(root.itertext())
    assert all(word in text for word in ("1 전혀 <아니다>", "5 매우 & 그렇다", "12"))
    assert "#0f5e4d" in drawn
    assert not re.search(r"https?://(?!www\.w3\.org|pygal)", drawn)


def test_certificates_are_issued_to_all_and_taken_back(coordinator):
    course = held_course(meetings=2, certificate_percent=100)
    full, half = seat(course, came=2), seat(course, came=1)
    path = address("certificates", course.pk)
    shown = coordinator.get(path)
    assert [(row["seat"], row["share"], row["is_earned"]) for row in shown.context["rows"]] == [
        (full, 100, True),
        (half, 50, False),
    ]
    assert shown.context["due"] == 1
    assert Look.objects.filter(purpose="events.certificates").count() == 1
    assert coordinator.post(path).url == path
    certificate = Certificate.objects.get()
    assert certificate.registration == full
    page = coordinator.get(address("certificate", certificate.pk))
    assert certificate.token in page.content.decode()
    assert coordinator.get(address("certificate_pdf", certificate.pk)).status_code in {200, 302}
    empty = coordinator.post(address("revoke_certificate", certificate.pk), {"reason": " "})
    assert empty.status_code == 422
    coordinator.post(address("revoke_certificate", certificate.pk), {"reason": "잘못 발급"})
    certificate.refresh_from_db()
    assert certificate.revoke_reason == "잘못 발급"
    assert coordinator.get(path).status_code == 200


def test_a_revoked_certificate_is_issued_anew(coordinator):
    course = held_course(certificate_percent=1)
    old = issue_certificate(seat(course, came=1), by=None, now=timezone.now())
    path = address("reissue_certificate", old.pk)
    refused = coordinator.post(path, {"reason": "이름 고침"})
    assert (refused.status_code, "이름 고침" in refused.text) == (409, True)
    assert Certificate.objects.count() == 1
    revoke_certificate(old, reason="이름이 틀림", by=None, now=timezone.now())
    listed = address("certificates", course.pk)
    assert path in coordinator.get(listed).text
    assert path in coordinator.get(address("certificate", old.pk)).text
    assert coordinator.post(path, {"reason": " "}).status_code == 422
    answer = coordinator.post(path, {"reason": "이름 고침"})
    new = Certificate.objects.get(replaces=old)
    assert answer.url == address("certificate", new.pk)
    assert coordinator.post(path, {"reason": "이름 고침"}).url == listed
    assert Certificate.objects.count() == 2
    assert path not in coordinator.get(listed).text
    assert new.number in coordinator.get(address("certificate", old.pk)).text
    assert old.number in coordinator.get(address("certificate", new.pk)).text
    assert coordinator.get(listed).context["due"] == 0


def test_editors_build_surveys_and_hand_out_but_see_nobody(staff_client):
    course = held_course(certificate_percent=1)
    survey_of(course)
    certificate = issue_certificate(seat(course, came=1), by=None, now=timezone.now())
    editor = staff_client("editor")
    for name in ("materials", "survey", "survey_results"):
        assert editor.get(address(name, course.pk)).status_code == 200
    for path in (
        address("certificates", course.pk),
        address("certificate", certificate.pk),
        address("certificate_pdf", certificate.pk),
        address("revoke_certificate", certificate.pk),
        address("reissue_certificate", certificate.pk),
    ):
        assert editor.get(path).status_code in {302, 403}


def test_the_list_of_certificates_asks_as_much_for_many_as_for_one(coordinator):
    counts = []
    for number in (1, 3, 40):
        course = held_course(slug=f"c{number}", capacity=50, certificate_percent=1)
        for _one in range(number):
            seat(course, came=1)
        coordinator.get(address("certificates", course.pk))
        with CaptureQueriesContext(
            connection,
        ) as asked:
            coordinator.get(address("certificates", course.pk))
        counts.append(len(asked))
    assert len(set(counts)) == 1, counts
