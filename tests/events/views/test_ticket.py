"""Tickets, and checking oneself in."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from events.domain import registrations, wall_code
from events.models import Attendance, Registration, Session
from events.qr import here_address, ticket_address
from tests.events.factories import make_course

pytestmark = pytest.mark.django_db


@pytest.fixture
def taken(member):
    now = timezone.now()
    course = make_course(now=now)
    held = registrations.register(course, person=member, by=member, now=now)
    Session.objects.filter(course=course).update(
        starts_at=now - timedelta(minutes=10), ends_at=now + timedelta(hours=1)
    )
    return held


def opened(client, ticket):
    return client.get(reverse("events_ticket:ticket", args=[ticket]))


def test_a_ticket_says_nothing_to_strangers_whether_it_is_one_or_not(client, taken):
    there, not_there = opened(client, taken.ticket), opened(client, "A" * 20)
    assert (there.status_code, not_there.status_code) == (200, 200)
    assert there.content.replace(taken.ticket.encode(), b"A" * 20) == not_there.content
    for private in (taken.reference, taken.person.name, str(taken.course)):
        assert private not in there.content.decode()
    assert there["Referrer-Policy"] == "no-referrer"
    assert there["X-Robots-Tag"] == "noindex"
    assert "no-store" in there["Cache-Control"]


def test_a_ticket_leads_its_person_on_and_another_member_nowhere(
    member_client, taken, django_user_model
):
    answer = opened(member_client, taken.ticket)
    assert answer["Location"] == reverse("events_my:registration", args=[taken.reference])
    from tests.members.factories import UserFactory

    other = UserFactory()
    member_client.force_login(other, backend="django.contrib.auth.backends.ModelBackend")
    answer = opened(member_client, taken.ticket)
    assert answer.status_code == 200
    assert taken.reference not in answer.content.decode()


def test_a_ticket_leads_staff_to_the_door_with_the_person_on_top(
    client, staff_user, sign_in, taken
):
    sign_in(client, staff_user("coordinator"))
    session = taken.course.sessions.get()
    door = reverse("events_door:door", args=[session.pk])
    assert opened(client, taken.ticket)["Location"] == f"{door}?r={taken.pk}"
    later = timezone.now() + timedelta(days=3)
    Session.objects.filter(pk=session.pk).update(
        starts_at=later, ends_at=later + timedelta(hours=1)
    )
    assert opened(client, taken.ticket)["Location"] == reverse("events_door:sessions")


def test_ones_own_ticket_is_a_picture_of_an_opaque_address(member_client, taken):
    address = reverse("events_my:ticket", args=[taken.reference])
    picture = member_client.get(address)
    assert picture["Content-Type"] == "image/svg+xml"
    assert picture["Cache-Control"] == "private, no-store"
    assert picture.content.startswith(b"<svg")
    assert ticket_address(taken).endswith(f"/t/{taken.ticket}/")
    page = member_client.get(reverse("events_my:registration", args=[taken.reference]))
    assert f'src="{address}"' in page.content.decode()
    assert f'alt="신청 {taken.reference}의 QR 코드"' in page.content.decode()
    registrations.cancel(taken, by=taken.person, now=timezone.now())
    assert member_client.get(address).status_code == 404


def check_in(client, taken, **values):
    address = reverse("events_my:check_in", args=[taken.reference])
    return client.post(address, values)


def test_who_is_in_the_room_checks_in_by_the_wall(member_client, taken):
    Registration.objects.filter(pk=taken.pk).update(childcare_places=2)
    session = taken.course.sessions.get()
    code = wall_code.wall_code(session)
    leads = member_client.get(reverse("events_my:here", args=[session.pk]), {"code": code})
    form = member_client.get(leads["Location"]).content.decode()
    assert f'value="{code}"' in form
    assert here_address(session, code).endswith(f"/my/classes/here/{session.pk}/?code={code}")
    answer = check_in(member_client, taken, code=code, children=1)
    assert answer["Location"] == reverse("events_my:registration", args=[taken.reference])
    row = Attendance.objects.get()
    assert (row.method, row.children_came, row.recorded_by) == ("wall", 1, taken.person)
    page = member_client.get(answer["Location"]).content.decode()
    assert "입장이 확인되었습니다" in page
    assert "참석" in page


def test_a_wrong_code_keeps_what_was_typed_and_says_why(member_client, taken):
    Registration.objects.filter(pk=taken.pk).update(childcare_places=2)
    code = wall_code.wall_code(taken.course.sessions.get())
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    answer = check_in(member_client, taken, code=wrong, children=1)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "번호가 맞지 않습니다" in text
    assert (f'value="{wrong}"' in text, 'value="1"' in text) == (True, True)
    assert check_in(member_client, taken, code=code, children=3).status_code == 422
    assert Attendance.objects.count() == 0


def test_guessing_is_stopped(member_client, taken, one_moment):
    code = wall_code.wall_code(taken.course.sessions.get())
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    answers = [check_in(member_client, taken, code=wrong).status_code for _try in range(10)]
    assert answers == [422] * 10
    assert check_in(member_client, taken, code=code).status_code == 429
    assert Attendance.objects.count() == 0


def test_who_has_no_seat_is_told_so_and_not_what_there_is(member_client, taken, member):
    now = timezone.now()
    other = make_course(now=now, slug="other").sessions.get()
    for pk in (other.pk, 10**9):
        answer = member_client.get(reverse("events_my:here", args=[pk]))
        assert answer["Location"] == reverse("events_my:list")
    registrations.cancel(taken, by=member, now=now)
    assert check_in(member_client, taken, code="1").status_code == 302


def test_the_member_reads_how_it_was(member_client, taken):
    session = taken.course.sessions.get()
    Attendance.objects.create(registration=taken, session=session, state="absent", method="staff")
    page = member_client.get(reverse("events_my:registration", args=[taken.reference]))
    assert "불참" in page.content.decode()
