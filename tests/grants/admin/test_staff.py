"""Staff screens: calls with their builder, applications with figures, exports."""

import io

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.audit.models import Entry
from grants.admin.calls import CallViewSet
from grants.default_form import default_questions
from grants.domain.applications import withdraw
from grants.models import Application, Call, Submission
from tests.grants.factories import draft, make_call, make_community, open_call, submitted

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator(staff_client):
    return staff_client("coordinator")


def screens(call, application):
    return {
        "calls": reverse("grants_calls:index"),
        "new": reverse("grants_calls:add"),
        "edit": reverse("grants_calls:edit", args=[call.pk]),
        "preview": reverse("grants_calls:preview", args=[call.pk]),
        "next_year": reverse("grants_calls:next_year", args=[call.pk]),
        "delete": reverse("grants_calls:delete", args=[call.pk]),
        "applications": reverse("grants_applications:index"),
        "application": reverse("grants_applications:inspect", args=[application.pk]),
        "xlsx": reverse("grants_applications:export", args=["xlsx"]),
    }


@pytest.mark.parametrize(
    ("role", "opens"),
    [
        (
            "coordinator",
            {
                "calls",
                "new",
                "edit",
                "preview",
                "next_year",
                "delete",
                "applications",
                "application",
                "xlsx",
            },
        ),
        ("accountant", {"calls", "preview", "applications", "application"}),
        ("editor", {"calls", "preview"}),
        ("administrator", {"calls", "preview"}),
    ],
)
def test_screens_open_to_those_who_need_them(staff_client, role, opens):
    call = open_call()
    addresses = screens(call, submitted(call))
    client = staff_client(role)
    found = {name for name, address in addresses.items() if client.get(address).status_code == 200}
    assert found == opens


def test_members_have_no_door(client, member):
    call = open_call()
    addresses = screens(call, submitted(call))
    client.force_login(member, "django.contrib.auth.backends.ModelBackend")
    assert {client.get(address).status_code for address in addresses.values()} <= {302, 403, 404}


def test_new_call_begins_with_the_usual_form(coordinator):
    response = coordinator.get(reverse("grants_calls:add"))
    assert len(response.context["form"]["questions"].value()) == len(default_questions())
    assert "예산의 타당성" in response.text


def test_list_shows_what_was_handed_in_and_only_the_number_of_drafts(coordinator):
    call = open_call()
    one = submitted(call, make_community(1, name="해바라기 모임"))
    hidden = draft(call, make_community(1, name="쓰는 중인 모임"), about="비밀 이야기입니다" * 5)
    response = coordinator.get(reverse("grants_applications:index"), {"call": call.pk})
    assert "해바라기 모임" in response.text
    assert "쓰는 중인 모임" not in response.text
    assert response.context["figures"].draft == 1
    assert response.context["figures"].submitted == 1
    assert response.context["figures"].asked == one.asked
    inspect = reverse("grants_applications:inspect", args=[hidden.pk])
    assert coordinator.get(inspect).status_code == 404


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"district": "mapo"}, {"마포 모임"}),
        ({"state": "withdrawn"}, {"그만둔 모임"}),
        ({"state": ["withdrawn", "submitted"]}, {"마포 모임", "구로 모임", "그만둔 모임"}),
        ({"q": "구로"}, {"구로 모임"}),
    ],
)
def test_list_is_filtered(coordinator, query, names):
    call = open_call()
    submitted(call, make_community(1, name="마포 모임", district="mapo"))
    submitted(call, make_community(1, name="구로 모임", district="guro"))
    gone = submitted(call, make_community(1, name="그만둔 모임", district="guro"))
    withdraw(gone, by=gone.community.leader)
    response = coordinator.get(reverse("grants_applications:index"), query)
    assert {one.community.name for one in response.context["object_list"]} == names


def test_accountant_reads_the_budget_and_nothing_else(staff_client):
    application = submitted()
    text = (
        staff_client("accountant")
        .get(reverse("grants_applications:inspect", args=[application.pk]))
        .text
    )
    assert "200,000원 × 3회" in text
    assert "600,000원" in text
    assert application.answers["about"] not in text
    assert application.community.leader.name not in text


def test_coordinator_reads_answers_and_history(coordinator):
    application = submitted()
    text = coordinator.get(reverse("grants_applications:inspect", args=[application.pk])).text
    assert application.answers["about"] in text
    assert "지원서 제출" in text


def test_unsent_changes_stay_with_the_community(coordinator):
    application = submitted()
    application.answers = {**application.answers, "about": "아직 내지 않은 글" * 5}
    application.save()
    text = coordinator.get(reverse("grants_applications:inspect", args=[application.pk])).text
    assert "아직 내지 않은 글" not in text


WHY = {"reason": "감사 자료로 제출"}


def test_export_has_a_row_for_each_application_and_is_audited(coordinator):
    call = open_call()
    submitted(call, about="=cmd|'/C calc'!A0 우리 모임은 책을 읽는 부모들의 모임입니다.")
    submitted(call)
    draft(call)
    response = coordinator.post(
        reverse("grants_applications:export", args=["xlsx"], query={"call": call.pk}), WHY
    )
    sheet = openpyxl.load_workbook(io.BytesIO(response.getvalue())).active
    rows = list(sheet.iter_rows(values_only=True))
    assert len(rows) == 3
    assert [row[0] for row in rows[1:]] == ["2027-1-001", "2027-1-002"]
    about = rows[0].index("우리 모임을 소개해 주세요")
    assert rows[1][about].startswith("=cmd")
    assert sheet.cell(2, about + 1).data_type == "s"
    assert rows[1][rows[0].index("어른")] == 12
    entry = Entry.objects.get(action="grants.application.exported")
    assert entry.after == {"count": 2, "format": "xlsx"}


def test_csv_export_neutralises_formulas(coordinator):
    submitted(about="=1+1 우리 모임은 책을 함께 읽는 부모들의 작은 모임입니다.")
    response = coordinator.post(reverse("grants_applications:export", args=["csv"]), WHY)
    assert "'=1+1" in response.getvalue().decode("utf-8-sig")


@pytest.mark.many
def test_list_and_export_ask_the_database_equally_often(coordinator):
    call = open_call()
    for ask, address in (
        (coordinator.get, reverse("grants_applications:index")),
        (
            lambda path: coordinator.post(path, WHY),
            reverse("grants_applications:export", args=["csv"]),
        ),
    ):
        counts = []
        for total in (1, 3, 100):
            for _number in range(Application.objects.count(), total):
                submitted(call, make_community(1))
            ask(address)
            with CaptureQueriesContext(connection) as queries:
                ask(address)
            counts.append(len(queries))
        assert counts[0] == counts[1] == counts[2], address
        Submission.objects.all().delete()
        Application.objects.all().delete()


def test_call_is_copied_to_the_next_year(coordinator):
    call = open_call()
    coordinator.post(reverse("grants_calls:next_year", args=[call.pk]))
    copied = Call.objects.get(year=2028)
    assert copied.announced_at is None
    assert Entry.objects.filter(action="grants.call.created", by=coordinator.user).exists()


def test_announced_call_is_not_deleted(coordinator):
    call = open_call()
    coordinator.post(reverse("grants_calls:delete", args=[call.pk]))
    assert Call.objects.filter(pk=call.pk).exists()
    unseen = make_call(year=2029, announced_at=None)
    coordinator.post(reverse("grants_calls:delete", args=[unseen.pk]))
    assert not Call.objects.filter(pk=unseen.pk).exists()


def test_preview_shows_every_question(coordinator):
    call = open_call()
    text = coordinator.get(reverse("grants_calls:preview", args=[call.pk])).text
    for question in call.form.questions:
        assert question.label in text


def test_dashboard_tells_of_the_open_call(coordinator):
    call = open_call()
    draft(call)
    text = coordinator.get(reverse("wagtailadmin_home")).text
    assert call.title in text


def cleaned(call, blocks):
    form = CallViewSet().get_form_class(for_update=True)(instance=call)
    form.cleaned_data = {"questions": Call._meta.get_field("questions").to_python(blocks)}
    return form.clean_questions()


def test_answered_question_may_be_reworded_but_not_removed_or_changed_in_kind():
    call = open_call()
    draft(call)
    blocks = default_questions()
    about = next(block for block in blocks if block["value"].get("key") == "about")
    about["value"]["label"] = "새 문구"
    assert cleaned(call, blocks)
    about["type"] = "short_text"
    with pytest.raises(ValidationError):
        cleaned(call, blocks)
    blocks.remove(about)
    with pytest.raises(ValidationError):
        cleaned(call, blocks)


def test_unanswered_question_may_be_removed():
    call = open_call()
    draft(call)
    blocks = [b for b in default_questions() if b["value"].get("key") != "meeting_place"]
    assert cleaned(call, blocks)
