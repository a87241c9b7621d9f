import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cms.audit.models import Entry
from cms.privacy.models import Look
from events.domain import registrations
from events.models import Category, ClosedDay, Course, Registration, Session, Venue
from tests.events.factories import CategoryFactory, alike, make_course, people

pytestmark = pytest.mark.django_db

# What the course form holds when it is opened for a new course.
FORM = {
    "audience_group": "parents",
    "is_listed": "on", "admission": "first_come", "minimum": "0", "capacity": "0",
    "promotion": "direct", "offer_hours": "24", "promotion_stops_hours": "0",
    "cancel_until_hours": "0", "childcare_capacity": "0", "certificate_percent": "0",
    "questions-count": "0",
}  # fmt: skip


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def coordinator(staff_client):
    return staff_client("coordinator")


def address(name, *args):
    return reverse(f"courses:{name}", args=args)


RULE = {
    "frequency": "monthly",
    "weekdays": ["3"],
    "ordinals": ["1"],
    "interval": "1",
    "begins": "17:00",
    "ends": "20:00",
    "first_day": "2027-03-01",
    "last_day": "2028-04-30",
    "except_months": ["8", "12", "1", "2"],
    "except_closed_days": "on",
}


def test_screens_open_for_those_whose_work_it_is(staff_client, now):
    course = make_course(now=now)
    (person,) = people(1)
    registration = registrations.register(course, person=person, by=person, now=now)
    session = course.sessions.get()
    courses_ = [
        address("index"), address("overview", course.pk), address("schedule", course.pk),
        address("session", session.pk), address("cancel_session", session.pk),
        address("cancel", course.pk), address("add"), address("edit", course.pk),
        address("copy", course.pk),
    ]  # fmt: skip
    registrants = [
        address("registrants", course.pk), address("export", course.pk, "csv"),
        address("cancel_registration", registration.pk),
    ]  # fmt: skip
    answers = {}
    for role in ("coordinator", "editor", "accountant"):
        client = staff_client(role)
        answers[role] = (
            {client.get(one).status_code for one in courses_},
            {client.get(one).status_code for one in registrants},
        )
    assert answers["coordinator"] == ({200}, {200})
    # Wagtail leads away with a message, our own screens refuse.
    assert answers["editor"][0] == {200}
    assert answers["editor"][1] <= {302, 403}
    assert answers["accountant"][0] <= {302, 403}
    assert answers["accountant"][1] <= {302, 403}


def test_course_is_drawn_up_scheduled_by_rule_and_published(coordinator):
    category = CategoryFactory()
    ClosedDay.objects.create(day="2027-05-06", name="임시공휴일")
    answer = coordinator.post(
        address("add"),
        {
            **FORM,
            "title": "현장상담",
            "title_en": "Advice desk",
            "slug": "",
            "category": category.pk,
            "kind": "outreach",
            "capacity": "0",
            "minimum": "0",
        },
    )
    course = Course.objects.get()
    assert answer.url == address("overview", course.pk)
    assert (course.slug, course.status, course.takes_registrations) == (
        "advice-desk",
        "draft",
        False,
    )

    preview = coordinator.post(address("schedule", course.pk), {**RULE, "preview": "1"})
    assert "매월 첫째 목요일 17:00–20:00 (8월, 12월–2월, 공휴일 제외)" in preview.content.decode()
    assert not Session.objects.exists()

    coordinator.post(address("schedule", course.pk), {**RULE, "save": "1"})
    days = [timezone.localtime(one.starts_at).strftime("%Y-%m-%d") for one in course.sessions.all()]
    assert days == [
        "2027-03-04", "2027-04-01", "2027-06-03", "2027-07-01", "2027-09-02", "2027-10-07",
        "2027-11-04", "2028-03-02", "2028-04-06",
    ]  # fmt: skip
    coordinator.post(address("publish", course.pk))
    course.refresh_from_db()
    assert course.status == "published"
    assert Entry.objects.get(action="events.course.published").by == coordinator.user


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"ends": "16:00"}, "ends"),
        ({"weekdays": []}, "weekdays"),
        ({"ordinals": []}, "ordinals"),
        ({"last_day": "2026-01-01"}, "last_day"),
        ({"first_day": ""}, "first_day"),
        ({"frequency": "dates"}, "dates"),
        ({"except_dates": "내일"}, "except_dates"),
        ({"except_months": [str(n) for n in range(1, 13)]}, "__all__"),
        ({"frequency": "weekly", "last_day": "2099-01-01"}, "__all__"),
    ],
)
def test_rule_that_means_nothing_is_told_with_what_was_typed(coordinator, now, change, field):
    course = make_course(now=now, publish=False)
    answer = coordinator.post(address("schedule", course.pk), {**RULE, **change, "save": "1"})
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert course.sessions.count() == 1


def test_fewer_seats_than_taken_is_an_error_of_the_form(coordinator, now):
    course = make_course(now=now, capacity=2)
    for person in people(2):
        registrations.register(course, person=person, by=person, now=now)
    values = {
        **FORM,
        "title": course.title,
        "slug": course.slug,
        "category": course.category_id,
        "kind": course.kind,
        "takes_registrations": "on",
        "capacity": "1",
        "minimum": "0",
        "registration_opens_at": timezone.localtime(course.registration_opens_at).strftime(
            "%Y-%m-%d %H:%M"
        ),
        "registration_closes_at": timezone.localtime(course.registration_closes_at).strftime(
            "%Y-%m-%d %H:%M"
        ),
    }
    answer = coordinator.post(address("edit", course.pk), values)
    assert "신청자가 그 자리 수보다 많습니다" in answer.content.decode()
    course.refresh_from_db()
    assert (course.capacity, course.taken) == (2, 2)
    assert (
        coordinator.post(address("edit", course.pk), {**values, "capacity": "5"}).status_code == 302
    )
    course.refresh_from_db()
    assert (course.capacity, course.taken) == (5, 2)


def test_copy_begins_with_empty_seats(coordinator, now):
    course = make_course(now=now, capacity=3)
    (person,) = people(1)
    registrations.register(course, person=person, by=person, now=now)
    form = coordinator.get(address("copy", course.pk)).context["form"]
    assert (form.initial["title"], form.initial["slug"]) == (course.title, "")
    assert form.instance.taken == 0


def test_draft_is_deleted_and_a_published_course_is_not(coordinator, now):
    draft, public = make_course(now=now, publish=False), make_course(now=now)
    coordinator.post(address("delete", draft.pk))
    coordinator.post(address("delete", public.pk))
    assert list(Course.objects.all()) == [public]


def test_session_is_moved_and_cancelled_from_its_screens(coordinator, now):
    course = make_course(now=now)
    session = course.sessions.get()
    values = {
        "starts_at": (timezone.localtime(session.starts_at) + timedelta(hours=2)).strftime(
            "%Y-%m-%d %H:%M"
        ),
        "ends_at": (timezone.localtime(session.ends_at) + timedelta(hours=2)).strftime(
            "%Y-%m-%d %H:%M"
        ),
    }
    assert coordinator.post(address("session", session.pk), values).status_code == 302
    wrong = coordinator.post(
        address("session", session.pk), {**values, "ends_at": values["starts_at"]}
    )
    assert wrong.status_code == 422
    coordinator.post(address("cancel_session", session.pk), {"reason": "태풍"})
    session.refresh_from_db()
    assert (session.sequence, session.status, session.cancel_reason) == (2, "cancelled", "태풍")


def test_staff_add_and_cancel_for_somebody(coordinator, now):
    course = make_course(now=now, capacity=1)
    first, second = people(2)
    page = address("registrants", course.pk)
    assert coordinator.post(page, {"email": first.email.upper()}).status_code == 302
    registration = Registration.objects.get()
    assert (registration.person, registration.added_by) == (first, coordinator.user)
    assert coordinator.post(page, {"email": "nobody@example.org"}).status_code == 422
    assert coordinator.post(page, {"email": first.email}).status_code == 409
    assert coordinator.post(page, {"email": second.email}).status_code == 409
    assert coordinator.post(page, {"email": second.email, "wait": "on"}).status_code == 302
    coordinator.post(address("cancel_registration", registration.pk), {"reason": "연락"})
    states = dict(Registration.objects.values_list("person__email", "state"))
    assert states == {first.email: "cancelled", second.email: "confirmed"}


def test_registrants_are_searched_and_sorted(coordinator, now):
    course = make_course(now=now, capacity=1)
    first, second, third = people(3)
    gone = registrations.register(course, person=third, by=third, now=now)
    registrations.cancel(gone, by=third, now=now)
    registrations.register(course, person=first, by=first, now=now)
    registrations.join_waiting_list(course, person=second, by=second, now=now)
    page = address("registrants", course.pk)

    def names(query):
        return [item.person.name for item in coordinator.get(page + query).context["page_obj"]]

    assert names("") == [first.name, second.name, third.name]
    assert names("?state=waiting") == [second.name]
    assert names(f"?q={third.email}") == [third.name]
    assert len(names("?q=%00")) == 3
    assert names("?q=%27%22%25") == []


WHY = {"reason": "감사 자료로 제출"}


def test_export_cannot_hold_a_formula_and_is_recorded(coordinator, now):
    course = make_course(now=now)
    (person,) = people(1)
    person.name = "=HYPERLINK(1)"
    person.save()
    registrations.register(course, person=person, by=person, now=now)
    answer = coordinator.post(address("export", course.pk, "csv"), WHY)
    table = list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))
    assert table[1][1] == "'=HYPERLINK(1)"
    assert coordinator.post(address("export", course.pk, "xlsx"), WHY).getvalue()[:2] == b"PK"
    assert coordinator.get(address("export", course.pk, "pdf")).status_code == 404
    assert Entry.objects.filter(action="events.registrants.exported").count() == 2
    looks = Look.objects.filter(purpose="events.registrants_exported")
    assert {look.reason for look in looks} == set(WHY.values())


@pytest.mark.many
def test_number_of_queries_does_not_grow(coordinator, now):
    course = make_course(now=now, capacity=200)
    pages = [address("index"), address("registrants", course.pk), address("overview", course.pk)]
    counts, made = {page: [] for page in pages}, 0
    other = make_course(now=now)
    for wanted in (1, 3, 100):
        for person in people(wanted - made):
            registrations.register(course, person=person, by=person, now=now)
        alike(other, wanted - made)
        made = wanted
        for page in pages:
            coordinator.get(page)
            with CaptureQueriesContext(connection) as seen:
                assert coordinator.get(page).status_code == 200
            counts[page].append(len(seen))
    assert {page: len(set(found)) for page, found in counts.items()} == dict.fromkeys(pages, 1)


def test_dashboard_says_what_needs_attention(coordinator, staff_client, now):
    full = make_course(now=now, days=3, title="꽉 찬 강좌", capacity=1)
    (person,) = people(1)
    registrations.register(full, person=person, by=person, now=now)
    make_course(now=now, days=3, title="모자란 강좌", minimum=5)
    page = coordinator.get(reverse("wagtailadmin_home")).content.decode()
    assert "꽉 찬 강좌" in page
    assert "모자란 강좌" in page
    assert (
        "꽉 찬 강좌"
        not in staff_client("accountant").get(reverse("wagtailadmin_home")).content.decode()
    )


@pytest.mark.parametrize("model", [Venue, Category])
def test_renaming_goes_through_the_domain(coordinator, now, model):
    course = make_course(now=now)
    record = {Venue: course.venue, Category: course.category}[model]
    name = {Venue: "venues", Category: "course-categories"}[model]
    values = {
        "name": "새 이름", "slug": "labour-law", "colour": "teal", "programme": "labour_law",
        "sort_order": "0", "district": "guro",
    }  # fmt: skip
    assert coordinator.post(reverse(f"{name}:edit", args=[record.pk]), values).status_code == 302
    assert "새 이름" in course.sessions.get().vevent.replace("\r\n ", "")


def test_a_venue_or_category_in_use_is_not_deleted(coordinator, now):
    course = make_course(now=now)
    for name, thing in (("venues", course.venue), ("course-categories", course.category)):
        address = reverse(f"{name}:delete", args=[thing.pk])
        answer = coordinator.post(address, follow=True)
        assert f"‘{thing.name}’은(는) 강좌에서 쓰고 있어" in answer.text
        assert type(thing).objects.filter(pk=thing.pk).exists()
