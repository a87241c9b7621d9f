"""A mail to many: written, checked as one reader sees it, sent once to whom it reaches."""

import re
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.audit.models import Entry
from cms.mail.models import OutboxMessage
from cms.mail.rendering import render
from cms.privacy.models import Look
from events.audiences import AUDIENCES, counts, reach
from events.domain import bulk_mails, registrations
from events.models import Attendance, BulkMail
from members.domain import consents
from members.models import ConsentText, Purpose
from members.queries import has_consented
from tests.events.factories import make_course, people
from tests.members.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def coordinator(staff_client):
    return staff_client("coordinator")


@pytest.fixture
def course(now):
    """Return a course of two seats: one Korean, one English reader, one waiting, one guest."""
    course = make_course(now=now, capacity=2)
    for person in (UserFactory(name="별"), UserFactory(name="Moon", language="en")):
        registrations.register(course, person=person, by=person, now=now)
    (waiting,) = people(1)
    registrations.join_waiting_list(course, person=waiting, by=waiting, now=now)
    course.registrations.create(
        guest_name="손님", guest_phone="010-3333-4444", state="confirmed", confirmed_at=now
    )
    return course


def written(**changed):
    return {
        "key": str(uuid.uuid4()),
        "audience": "seated",
        "subject": "{강좌} 안내",
        "text": "{이름} 님, 안녕하세요.\n\n{일시}에 뵙겠습니다.\n3층입니다.",
        "subject_en": "About {course}",
        "text_en": "Dear {name},\n\nsee you on {when}.",
        **changed,
    }


def address(course):
    return reverse("courses:write", args=[course.pk])


def bulk():
    return OutboxMessage.objects.filter(template="events.bulk").order_by("pk")


def test_it_is_checked_before_it_goes(coordinator, course):
    page = coordinator.post(address(course), written())
    assert page.status_code == 200
    assert "2명에게 보냅니다" in page.text
    assert "손님" in page.text
    assert "010-3333-4444" in page.text
    ko, en = page.context["previews"]
    assert ko["mail"].subject == "점심에 배우는 육아휴직 안내"
    assert ko["mail"].text.startswith("별 님, 안녕하세요.\n\n")
    assert en["mail"].subject == "About Parental leave over lunch"
    assert "Dear 별,\n\nsee you on " in en["mail"].text
    assert bulk().count() == 0


def test_it_goes_once_however_often_it_is_sent(coordinator, course):
    values = written(send="1", expected="2")
    for _again in range(2):
        assert coordinator.post(address(course), values).status_code == 302
    mails = {row.to_user.name: row for row in bulk()}
    assert set(mails) == {"별", "Moon"}
    assert mails["Moon"].language == "en"
    assert mails["Moon"].context["subject"] == "About Parental leave over lunch"
    assert mails["별"].context["paragraphs"][0] == "별 님, 안녕하세요."
    mail = BulkMail.objects.get()
    assert (mail.recipients, mail.unreachable, mail.by) == (2, 1, coordinator.user)
    entry = Entry.objects.get(action="events.bulk_mail.sent")
    assert (entry.after["recipients"], entry.after["unreachable"]) == (2, 1)
    assert Look.objects.filter(purpose="events.bulk_mail").exists()


def test_when_the_number_changed_it_asks_again(coordinator, course):
    page = coordinator.post(address(course), written(send="1", expected="7"))
    assert (page.status_code, page.context["has_changed"], bulk().count()) == (200, True, 0)


def test_going_back_keeps_what_was_written(coordinator, course):
    page = coordinator.post(address(course), written(change="1"))
    assert "{일시}에 뵙겠습니다." in page.text
    assert bulk().count() == 0


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"text": "안녕하세요 {이릅} 님"}, "text"),
        ({"subject_en": "{title}"}, "subject_en"),
        ({"text_en": ""}, "text_en"),
        ({"subject": ""}, "subject"),
        ({"audience": "everybody"}, "audience"),
        ({"audience": "missed"}, "session"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(coordinator, course, changed, field):
    values = written(**changed, send="1", expected="2")
    page = coordinator.post(address(course), values)
    assert (page.status_code, list(page.context["form"].errors)) == (422, [field])
    assert "Dear {name}" in page.text or field == "text_en"
    assert bulk().count() == 0


def test_a_name_is_never_read_as_a_placeholder(coordinator, course):
    person = course.registrations.get(person__name="별").person
    person.name = "{강좌}"
    person.save()
    coordinator.post(address(course), written(send="1", expected="2"))
    mail = bulk().get(to_user=person)
    assert mail.context["paragraphs"][0] == "{강좌} 님, 안녕하세요."


def test_audiences_by_state_and_by_who_came(course, now):
    session = course.sessions.get()
    star, moon = course.registrations.filter(state="confirmed", person__isnull=False)
    Attendance.objects.create(
        registration=star, session=session, state="came", method="name", at=now
    )
    found = {
        key: [one.name for one in reach(course, session, key).registrations] for key in AUDIENCES
    }
    waiting = course.registrations.get(state="waiting").name
    assert found == {
        "seated": ["별", "Moon"],
        "waiting": [waiting],
        "applied": [],
        "offered": [],
        "all": ["별", "Moon", waiting],
        "came": ["별"],
        "missed": ["Moon"],
    }
    assert moon.name == "Moon"
    assert counts(course, session) == {
        "seated": 3, "waiting": 1, "applied": 0, "offered": 0, "all": 4, "came": 1, "missed": 2,
    }  # fmt: skip


def test_an_empty_audience_is_told(coordinator, course):
    page = coordinator.post(address(course), written(audience="applied"))
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["audience"])


def agree(person, now):
    text = ConsentText.objects.filter(purpose=Purpose.NEWS).first()
    consents.give(person, [text], by=person, now=now)


def test_advertising_says_so_and_goes_only_to_those_who_agreed(coordinator, client, course, now):
    moon = course.registrations.get(person__name="Moon").person
    agree(moon, now)
    page = coordinator.post(address(course), written(is_advertising="on"))
    assert (page.context["reached"].count, page.context["reached"].without_consent) == (1, 1)
    coordinator.post(address(course), written(is_advertising="on", send="1", expected="1"))
    row = bulk().get()
    mail = render(row.template, row.context, language="en")
    assert mail.subject == "(광고) About Parental leave over lunch"
    link = re.search(r"https?://[^/]+(/en/classes/leave-news/\S+)", mail.text)[1]
    # Following the link changes nothing; the button does, without signing in.
    assert client.get(link).status_code == 200
    assert has_consented(moon, Purpose.NEWS)
    assert client.post(link).status_code == 200
    assert not has_consented(moon, Purpose.NEWS)
    assert client.post(link).status_code == 200
    assert client.post(link[:-3] + "x/").status_code == 404


def test_past_mails_say_what_became_of_them(coordinator, course):
    coordinator.post(address(course), written(send="1", expected="2"))
    first, second = bulk()
    OutboxMessage.objects.filter(pk=first.pk).update(status="sent")
    OutboxMessage.objects.filter(pk=second.pk).update(status="failed")
    mail = bulk_mails.past_mails(course).get()
    assert (mail.sent, mail.failed, mail.waiting_number) == (1, 1, 0)
    OutboxMessage.objects.filter(pk=first.pk).delete()
    mail = bulk_mails.past_mails(course).get()
    assert (mail.sent, mail.failed, mail.waiting_number) == (1, 1, 0)
    assert "2명 중 1명에게 보냄" in coordinator.get(address(course)).text


def test_only_who_manages_registrants_writes(staff_client, course):
    for role in ("editor", "accountant"):
        assert staff_client(role).get(address(course)).status_code in {302, 403}


def test_the_answer_reaches_the_centre(course, coordinator):
    from cms.mail.message import build
    from cms.models.centre import CentreSettings

    centre = CentreSettings.load()
    centre.email = "desk@centre.example"
    centre.save()
    coordinator.post(address(course), written(send="1", expected="2"))
    assert build(bulk().first()).reply_to == ["desk@centre.example"]


def test_an_empty_form_is_shown_again_with_a_key_of_its_own(coordinator, course):
    page = coordinator.post(address(course), {})
    assert page.status_code == 422
    assert uuid.UUID(page.context["form"].data["key"])
