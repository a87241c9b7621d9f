"""Outreach requests, sessions held and plans on staff screens."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cms.audit.models import Entry
from cms.privacy.models import Look
from events.domain import outreach
from events.domain.head_counts import record_head_count
from events.models import Course, HeadCount, OutreachRequest, Plan, Session
from tests.events.factories import make_agreed, make_course, make_request

pytestmark = pytest.mark.django_db
LIST = "/admin/outreach/"


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def coordinator(staff_client):
    return staff_client("coordinator")


def screen(request):
    return reverse("outreach:request", args=[request.pk])


def test_the_list_counts_by_state_and_narrows(coordinator, now):
    make_request(now=now, organisation="해오름고")
    declined = make_request(now=now, organisation="달빛고")
    outreach.decline(declined, reason="강사", by=None, now=now)
    page = coordinator.get(LIST)
    counts = {item["value"]: item["number"] for item in page.context["counts"]}
    assert (counts["received"], counts["declined"], counts["held"]) == (1, 1, 0)
    found = coordinator.get(LIST, {"state": "declined", "q": "달빛"}).context["page_obj"]
    assert [one.organisation for one in found] == ["달빛고"]
    assert coordinator.get(LIST, {"q": "없는 이름"}).status_code == 200
    assert LIST in coordinator.get("/admin/").text


def test_the_list_costs_the_same_for_few_and_many(coordinator, now):
    counts = []
    for more in (1, 2, 97):
        for _each in range(more):
            make_request(now=now)
        coordinator.get(LIST)
        with CaptureQueriesContext(connection) as queries:
            coordinator.get(LIST)
        counts.append(len(queries))
    assert len(set(counts)) == 1


def test_each_look_at_a_contact_is_recorded(coordinator, now):
    request = make_request(now=now)
    assert "담당 선생님" in coordinator.get(screen(request)).text
    [look] = Look.objects.all()
    assert (look.purpose, look.subject, look.by_id) == (
        "events.outreach",
        request.reference,
        coordinator.user.pk,
    )
    assert not look.people.exists()


def test_a_request_is_walked_to_a_course_on_one_screen(coordinator, now):
    request = make_request(now=now)
    path = screen(request)

    def press(action, **values):
        answer = coordinator.post(path, {"action": action, **values})
        assert answer.status_code == 302, answer.text
        request.refresh_from_db()
        return request.state

    assert press("take_on") == "in_triage"
    press("triage", notes="점심만 됩니다", assigned_to=coordinator.user.pk)
    assert request.notes == "점심만 됩니다"
    day = timezone.localdate() + timedelta(days=20)
    times = {"starts_at": f"{day} 14:00", "ends_at": f"{day} 15:40"}
    assert press("propose", **times, lecturer="공인노무사", message="") == "proposed"
    assert press("agree") == "agreed"
    press("course", title="근로계약서 읽기", title_en="", is_listed="no")
    assert request.course is not None
    assert (request.course.is_listed, request.course.status) == (False, "published")
    page = coordinator.get(path)
    assert reverse("courses:overview", args=[request.course.pk]) in page.text
    [session] = request.course.sessions.all()
    times = {"starts_at": now - timedelta(hours=3), "ends_at": now - timedelta(hours=1)}
    Session.objects.update(**times)
    Course.objects.update(**times)
    counting = reverse("sessions_held:count", args=[session.pk])
    assert counting in coordinator.get(path).text
    answer = coordinator.post(counting, {"adults": "3", "children": "80", "note": ""})
    assert answer.status_code == 302
    request.refresh_from_db()
    assert request.state == "held"
    assert "80" in coordinator.get(answer["Location"]).text


def test_what_is_refused_is_said_with_everything_typed(coordinator, now):
    request = make_request(now=now)
    path = screen(request)
    wrong = coordinator.post(
        path,
        {
            "action": "propose",
            "starts_at": "2027-03-02 14:00",
            "ends_at": "2027-03-02 13:00",
            "message": "오전은 어렵습니다",
        },
    )
    assert wrong.status_code == 422
    assert "오전은 어렵습니다" in wrong.text
    assert coordinator.post(path, {"action": "decline", "reason": ""}).status_code == 422
    assert coordinator.post(path, {"action": "agree"}).status_code == 409
    assert coordinator.post(path, {"action": "held"}).status_code == 409
    assert coordinator.post(path, {"action": "nonsense"}).status_code == 422
    request.refresh_from_db()
    assert request.state == "received"
    assert coordinator.post(path, {"action": "withdraw"}).status_code == 302
    assert coordinator.post(path, {"action": "renew_link"}).status_code == 302


def test_who_may_look_and_act(staff_client, now):
    request = make_agreed(now=now)
    for role, allowed in (
        ("coordinator", True),
        ("administrator", True),
        ("editor", False),
        ("accountant", False),
    ):
        answer = staff_client(role).get(screen(request))
        assert (answer.status_code == 200) is allowed, role


def counted(now, adults=10, **fields):
    course = make_course(now=now - timedelta(days=9), takes_registrations=False, **fields)
    [session] = course.sessions.all()
    record_head_count(session, adults=adults, children=1, by=None, now=now)
    return session


def test_sessions_held_show_who_came_and_their_sums(staff_client, now):
    accountant = staff_client("accountant")
    session = counted(now, slug="desk", capacity=0)
    make_course(now=now - timedelta(days=9), slug="named")
    day = timezone.localdate(session.starts_at).isoformat()
    page = accountant.get("/admin/sessions-held/", {"from": day, "to": day})
    assert page.context["totals"] == {"sessions": 2, "adults": 10, "children": 1}
    assert [row["people"] for row in page.context["rows"]] == [(10, 1), None]
    missing = accountant.get("/admin/sessions-held/", {"from": day, "to": day, "missing": "on"})
    assert [row["people"] for row in missing.context["rows"]] == [None]
    assert accountant.get(reverse("sessions_held:count", args=[session.pk])).status_code == 302
    for bad in ({"from": "x"}, {"to": "0001-01-01"}, {"to": "9999-12-31"}, {"way": "?"}):
        assert accountant.get("/admin/sessions-held/", bad).status_code == 200


def test_sessions_held_cost_the_same_for_few_and_many(coordinator, now):
    counts = []
    made = 0
    for more in (1, 2, 30):
        for _each in range(more):
            made += 1
            counted(now, slug=f"desk-{made}", capacity=0)
        coordinator.get("/admin/sessions-held/")
        with CaptureQueriesContext(connection) as queries:
            coordinator.get("/admin/sessions-held/")
        counts.append(len(queries))
    assert len(set(counts)) == 1
    assert HeadCount.objects.count() == 33


def test_plans_are_kept_with_their_audit(coordinator):
    values = {"year": "2026", "programme": "labour_law", "way": "", "courses": "16"}
    values |= {"participants": "800", "children": ""}
    assert coordinator.post("/admin/plans/new/", values).status_code == 302
    [plan] = Plan.objects.all()
    assert (plan.courses, plan.participants, plan.children) == (16, 800, None)
    assert Entry.objects.filter(action="events.plan.added").count() == 1
    twice = coordinator.post("/admin/plans/new/", values)
    assert twice.status_code == 200
    wrong = coordinator.post("/admin/plans/new/", {**values, "year": "2027", "children": "900"})
    assert wrong.status_code == 200
    assert Plan.objects.count() == 1


def test_the_dashboard_tells_of_what_waits(coordinator, now):
    request = make_request(now=now, organisation="해오름고")
    page = coordinator.get("/admin/").text
    assert "해오름고" in page
    assert screen(request) in page
    outreach.decline(request, reason="강사", by=None, now=now)
    assert "해오름고" not in coordinator.get("/admin/").text
    assert OutreachRequest.objects.count() == 1
    assert Course.objects.count() == 0
