"""The screens on which coordinators decide about courses."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cms.audit.models import Entry
from cms.mail.models import OutboxMessage
from cms.privacy.models import Look
from events.domain import courses, registrations, sessions
from events.domain.dates import DoesNotFit
from events.models import ClosedDay, Course, Draw, Registration, Series, Term
from tests.events.factories import make_course, people
from tests.events.test_staff import FORM

pytestmark = pytest.mark.django_db


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def coordinator(staff_client):
    return staff_client("coordinator")


def address(name, *args):
    return reverse(f"courses:{name}", args=args)


def moment(instant):
    return timezone.localtime(instant).strftime("%Y-%m-%d %H:%M")


def form_of(course, **changes):
    return {
        **FORM,
        "title": course.title,
        "title_en": course.title_en,
        "slug": course.slug,
        "category": course.category_id,
        "kind": course.kind,
        "venue": course.venue_id,
        "room": course.room,
        "takes_registrations": "on",
        "capacity": str(course.capacity),
        "registration_opens_at": moment(course.registration_opens_at),
        "registration_closes_at": moment(course.registration_closes_at),
        "seen": str(course.feed_version),
        **changes,
    }


def question(kind="short_text", label="드시지 못하는 것이 있나요?", key="food"):
    return {
        "questions-count": "1",
        "questions-0-deleted": "",
        "questions-0-order": "0",
        "questions-0-type": kind,
        "questions-0-id": "5f0f7a3e-0000-4000-8000-000000000001",
        "questions-0-value-label": label,
        "questions-0-value-key": key,
        "questions-0-value-max_length": "100",
        "questions-0-value-max_files": "1",
        "questions-0-value-accept": "documents",
    }


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"registration_closes_at": "2020-01-01 09:00"}, "registration_closes_at"),
        ({"registration_opens_at": ""}, "registration_opens_at"),
        ({"capacity": "0"}, "capacity"),
        ({"minimum": "31"}, "minimum"),
        ({"decide_by": "later"}, "decide_by"),
        ({"decide_by": "first", "minimum": "3"}, "decide_by"),
        ({"decide_by": "before", "minimum": "3"}, "decide_by"),
        ({"decide_by": "good"}, "minimum"),
        ({"childcare_from_age": "7", "childcare_to_age": "3"}, "childcare_to_age"),
        ({"promotion": "offer", "offer_hours": "0"}, "offer_hours"),
        ({"certificate_percent": "101"}, "certificate_percent"),
        ({"admission": "lottery", "registration_closes_at": "first"}, "registration_closes_at"),
        (question("files", "신분증"), "questions"),
    ],
)
def test_what_does_not_fit_together_is_said_at_its_field(coordinator, now, changes, field):
    course = make_course(now=now)
    words = {
        "first": moment(course.starts_at + timedelta(minutes=1)),
        "before": moment(course.registration_opens_at - timedelta(hours=1)),
        "good": moment(course.registration_closes_at),
    }
    values = form_of(course, **{name: words.get(value, value) for name, value in changes.items()})
    answer = coordinator.post(address("edit", course.pk), values)
    assert answer.status_code == 200, values
    assert list(answer.context["form"].errors) == [field]
    assert course.title in answer.content.decode()


def test_every_field_is_saved(coordinator, now):
    course = make_course(now=now)
    term = Term.objects.create(name="2027 봄", starts_on="2027-03-01", ends_on="2027-05-31")
    series = Series.objects.create(slug="leave", name="육아휴직")
    decide = moment(course.registration_closes_at)
    values = form_of(
        course, term=term.pk, series=series.pk, is_listed="", online_url="https://meet.example/a",
        minimum="3", decide_by=decide, admission="approval", childcare_capacity="4",
        childcare_from_age="3", childcare_to_age="7", promotion="offer", offer_hours="12",
        promotion_stops_hours="2", cancel_until_hours="24", certificate_percent="80", **question(),
    )  # fmt: skip
    answer = coordinator.post(address("edit", course.pk), values)
    assert answer.status_code == 302, answer.context["form"].errors
    course.refresh_from_db()
    stands = {
        "term": term, "series": series, "is_listed": False, "online_url": "https://meet.example/a",
        "minimum": 3, "admission": "approval", "childcare_capacity": 4, "childcare_from_age": 3,
        "childcare_to_age": 7, "promotion": "offer", "offer_hours": 12,
        "promotion_stops_hours": 2, "cancel_until_hours": 24, "certificate_percent": 80,
    }  # fmt: skip
    assert {name: getattr(course, name) for name in stands} == stands
    assert moment(course.decide_by) == decide
    assert [one.key for one in course.form.questions] == ["food"]
    preview = coordinator.get(address("questions", course.pk)).content.decode()
    assert "드시지 못하는 것이 있나요?" in preview


def test_answered_question_stays(coordinator, now):
    course = make_course(now=now)
    coordinator.post(address("edit", course.pk), form_of(course, **question()))
    course.refresh_from_db()
    (person,) = people(1)
    registrations.register(course, person=person, by=person, now=now, answers={"food": "땅콩"})
    course.refresh_from_db()
    lost = coordinator.post(address("edit", course.pk), form_of(course))
    assert "드시지 못하는 것이 있나요?" in str(lost.context["form"].errors["questions"])
    reworded = form_of(course, **question(label="알레르기가 있나요?"))
    assert coordinator.post(address("edit", course.pk), reworded).status_code == 302


def test_two_editors_do_not_overwrite_each_other_unseen(coordinator, now):
    course = make_course(now=now)
    opened = form_of(course, perk="샌드위치 제공")
    courses.revise(course, {"capacity": 40}, by=None, now=now)
    answer = coordinator.post(address("edit", course.pk), opened)
    assert "__all__" in answer.context["form"].errors
    page = answer.content.decode()
    assert "샌드위치 제공" in page
    course.refresh_from_db()
    assert (course.capacity, course.perk) == (40, "")
    token = answer.context["form"]["seen"].value()
    assert int(token) == course.feed_version
    again = coordinator.post(address("edit", course.pk), {**opened, "seen": token})
    assert again.status_code == 302
    course.refresh_from_db()
    assert course.perk == "샌드위치 제공"


def test_moved_window_of_a_published_course_opens_and_closes_it(now):
    course = make_course(now=now)
    later = {"registration_opens_at": now + timedelta(days=1)}
    courses.revise(course, later, by=None, now=now)
    assert course.state_at(now).value == "not_yet"
    courses.revise(course, {"registration_opens_at": now - timedelta(days=1)}, by=None, now=now)
    assert course.state_at(now).value == "open"


def test_session_moved_beyond_the_last_moves_the_end_and_overview_says_what_no_longer_fits(
    coordinator, now
):
    course = make_course(now=now, minimum=2, decide_by=now + timedelta(days=6))
    session = course.sessions.get()
    far = now + timedelta(days=90)
    sessions.move_session(
        session, starts_at=far, ends_at=far + timedelta(hours=1), by=None, now=now
    )
    course.refresh_from_db()
    assert course.ends_at == far + timedelta(hours=1)
    near = now + timedelta(days=3)
    sessions.move_session(
        session, starts_at=near, ends_at=near + timedelta(hours=1), by=None, now=now
    )
    page = coordinator.get(address("overview", course.pk))
    assert page.context["misfits"] == ["첫 회차가 시작하기 전에 결정해야 합니다."]


def test_course_whose_dates_contradict_each_other_is_not_published(now):
    draft = make_course(now=now, publish=False, admission="lottery")
    Course.objects.filter(pk=draft.pk).update(registration_closes_at=draft.starts_at)
    with pytest.raises(DoesNotFit):
        courses.publish(draft, by=None, now=now)


def test_course_with_registrations_is_not_deleted_and_says_why(coordinator, now):
    course = make_course(now=now)
    (person,) = people(1)
    registrations.register(course, person=person, by=person, now=now)
    answer = coordinator.post(address("delete", course.pk), follow=True)
    assert "지울 수 없고 취소만 할 수 있습니다" in answer.content.decode()
    assert Course.objects.filter(pk=course.pk).exists()


@pytest.fixture
def short(now):
    course = make_course(now=now, minimum=3, decide_by=now + timedelta(hours=1))
    Course.objects.filter(pk=course.pk).update(decide_by=now)
    (person,) = people(1)
    registrations.register(course, person=person, by=person, now=now)
    course.refresh_from_db()
    return course


def test_dashboard_leads_to_the_decision_and_one_click_keeps_it(coordinator, client, short):
    assert address("decide", short.pk) in coordinator.get(reverse("wagtailadmin_home")).text
    assert coordinator.get(address("decide", short.pk)).context["can_decide"]
    coordinator.post(address("decide", short.pk), {"decision": "keep", "reason": ""})
    short.refresh_from_db()
    assert short.goes_ahead_at is not None
    assert address("decide", short.pk) not in coordinator.get(reverse("wagtailadmin_home")).text
    assert "개강 확정" in client.get(short.get_absolute_url()).text
    assert not coordinator.get(address("decide", short.pk)).context["can_decide"]


def test_one_click_cancels_with_the_reason_already_written(coordinator, short):
    form = coordinator.get(address("decide", short.pk)).context["form"]
    reason = form["reason"].value()
    assert "1" in reason
    coordinator.post(address("decide", short.pk), {"decision": "cancel", "reason": reason})
    short.refresh_from_db()
    assert (short.status, short.cancel_reason) == ("cancelled", reason)
    assert OutboxMessage.objects.filter(template="events.course_cancelled").count() == 1


def test_draw_is_pressed_once_from_its_screen(coordinator, now):
    course = make_course(now=now, admission="lottery", capacity=1)
    for person in people(2):
        registrations.register(course, person=person, by=person, now=now)
    page = address("draw", course.pk)
    assert "아직 신청할 수 있습니다" in coordinator.post(page, follow=True).text
    past = {"registration_opens_at": now - timedelta(days=2), "registration_closes_at": now}
    Course.objects.filter(pk=course.pk).update(**past)
    assert page in coordinator.get(reverse("wagtailadmin_home")).text
    coordinator.post(page)
    coordinator.post(page)
    draw = Draw.objects.get()
    assert (draw.drawn_by, len(draw.result)) == (coordinator.user, 2)
    assert coordinator.get(page).context["seats"] == 1
    assert page not in coordinator.get(reverse("wagtailadmin_home")).text
    assert coordinator.get(address("draw", make_course(now=now).pk)).status_code == 404


@pytest.fixture
def chosen(now):
    course = make_course(now=now, admission="approval", capacity=2)
    for person in people(4):
        registrations.register(course, person=person, by=person, now=now)
    return course


def states(course):
    return list(course.registrations.order_by("pk").values_list("state", flat=True))


def test_applicants_are_decided_singly_and_in_bulk_and_seats_are_never_exceeded(
    coordinator, chosen
):
    page = address("applicants", chosen.pk)
    first, *others = chosen.registrations.order_by("pk").values_list("pk", flat=True)
    coordinator.post(page, {"only": f"{first}:seat"})
    assert states(chosen) == ["confirmed", "applied", "applied", "applied"]
    answer = coordinator.post(
        page, {"decision": "seat", "chosen": [str(pk) for pk in others]}, follow=True
    )
    assert states(chosen) == ["confirmed", "confirmed", "applied", "applied"]
    names = list(
        chosen.registrations.filter(state="applied").values_list("person__name", flat=True)
    )
    assert all(name in answer.text for name in names)
    coordinator.post(page, {"only": f"{others[1]}:queue"})
    silent = coordinator.post(page, {"only": f"{others[2]}:decline", "reason": ""})
    assert silent.status_code == 422
    coordinator.post(page, {"only": f"{others[2]}:decline", "reason": "이번에는 초등 학부모 우선"})
    assert states(chosen) == ["confirmed", "confirmed", "waiting", "declined"]
    chosen.refresh_from_db()
    assert (chosen.taken, chosen.waiting) == (2, 1)
    told = OutboxMessage.objects.values_list("template", flat=True)
    assert {"events.admitted", "events.queued", "events.declined"} <= set(told)


def test_looking_at_applications_is_recorded_and_editors_may_not(coordinator, staff_client, chosen):
    page = address("applicants", chosen.pk)
    assert coordinator.get(page).status_code == 200
    assert Look.objects.filter(purpose="events.applicants").count() == 1
    assert staff_client("editor").get(page).status_code in {302, 403}


def test_application_of_another_course_cannot_be_decided_here(coordinator, chosen, now):
    other = make_course(now=now, admission="approval")
    (person,) = people(1)
    registrations.register(other, person=person, by=person, now=now)
    foreign = Registration.objects.get(course=other)
    answer = coordinator.post(address("applicants", chosen.pk), {"only": f"{foreign.pk}:seat"})
    assert answer.status_code == 422
    assert states(other) == ["applied"]


@pytest.fixture
def terms(now):
    today = timezone.localdate(now)
    this = Term.objects.create(name="이번", starts_on=today, ends_on=today + timedelta(days=60))
    that = Term.objects.create(
        name="다음", starts_on=today + timedelta(days=98), ends_on=today + timedelta(days=150)
    )
    return this, that


def test_course_is_copied_after_a_look_at_the_days(coordinator, now, terms):
    course = make_course(now=now, term=terms[0])
    page = address("next_term", course.pk)
    initial = coordinator.get(page).context["form"].initial
    assert initial["term"] == terms[1]
    values = {"term": terms[1].pk, "first_day": initial["first_day"].isoformat()}
    preview = coordinator.post(page, {**values, "preview": "1"})
    day = timezone.localtime(course.starts_at + timedelta(days=98))
    assert [slot.starts_at for slot in preview.context["plan"].slots] == [day]
    assert Course.objects.count() == 1
    ClosedDay.objects.create(day=day.date(), name="쉬는 날")
    assert coordinator.post(page, {**values, "save": "1"}).status_code == 409
    ClosedDay.objects.all().delete()
    coordinator.post(page, {**values, "save": "1"})
    copied = Course.objects.get(status="draft")
    assert (copied.term, copied.starts_at) == (terms[1], day)
    assert Entry.objects.filter(action="events.course.copied").exists()


def test_courses_of_a_term_are_copied_by_ticking_them(coordinator, now, terms):
    ticked, other = (make_course(now=now, term=terms[0], title=name) for name in ("가", "나"))
    choice = {"source": terms[0].pk, "target": terms[1].pk}
    listed = coordinator.get(address("copy_term"), choice)
    assert [line["course"] for line in listed.context["lines"]] == [ticked, other]
    assert coordinator.post(address("copy_term"), choice).status_code == 422
    coordinator.post(address("copy_term"), {**choice, "chosen": [ticked.pk]})
    assert list(Course.objects.filter(term=terms[1]).values_list("title", "status")) == [
        ("가", "draft")
    ]


@pytest.mark.many
@pytest.mark.parametrize("name", ["copy_term", "applicants", "series"])
def test_number_of_queries_does_not_grow(coordinator, client, now, terms, name):
    series = Series.objects.create(slug="leave", name="육아휴직")
    chosen = make_course(now=now, admission="approval", capacity=200)
    reader = client if name == "series" else coordinator
    page = {
        "copy_term": f"{address('copy_term')}?source={terms[0].pk}&target={terms[1].pk}",
        "applicants": address("applicants", chosen.pk),
        "series": "/classes/series/leave/",
    }[name]
    counts, made = [], 0
    for wanted in (1, 3, 20):
        while made < wanted:
            made += 1
            (person,) = people(1)
            if name == "applicants":
                registrations.register(chosen, person=person, by=person, now=now)
            else:
                make_course(now=now, title=f"강좌 {made}", term=terms[0], series=series)
        reader.get(page)
        with CaptureQueriesContext(connection) as seen:
            assert reader.get(page + ("&" if "?" in page else "?") + f"q={made}").status_code == 200
        counts.append(len(seen))
    assert len(set(counts)) == 1, counts


def test_a_series_is_limited_by_staff_unless_somebody_is_in_two(coordinator, now):
    series = Series.objects.create(name="육아휴직", slug="leave")
    courses = [make_course(now=now, slug=slug, series=series) for slug in ("one", "two")]
    [person] = people(1)
    held = [registrations.register(each, person=person, by=person, now=now) for each in courses]
    address = reverse("course-series:edit", args=[series.pk])
    limited = {"name": "다른 이름", "slug": "leave", "one_per_person": "on"}
    assert coordinator.post(address, limited).status_code == 200
    series.refresh_from_db()
    assert (series.name, series.one_per_person) == ("육아휴직", False)
    registrations.cancel(held[1], by=person, now=now)
    assert coordinator.post(address, limited).status_code == 302
    series.refresh_from_db()
    assert (series.name, series.one_per_person) == ("다른 이름", True)
    held[0].refresh_from_db()
    assert held[0].limited_series == series


def test_series_and_terms_are_kept_by_staff(coordinator, now):
    coordinator.post(
        reverse("course-series:add"), {"name": "육아휴직", "slug": "leave", "one_per_person": "on"}
    )
    series = Series.objects.get()
    course = make_course(now=now, series=series)
    coordinator.post(
        reverse("course-series:edit", args=[series.pk]), {"name": "새 이름", "slug": "leave"}
    )
    page = coordinator.get("/classes/series/leave/").text
    assert "새 이름" in page
    assert course.title in page
    coordinator.post(reverse("course-series:delete", args=[series.pk]))
    assert Series.objects.exists()
    coordinator.post(
        reverse("course-terms:add"),
        {"name": "봄", "starts_on": "2027-03-01", "ends_on": "2027-05-31"},
    )
    assert Term.objects.get().name == "봄"
