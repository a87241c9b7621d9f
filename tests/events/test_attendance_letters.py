"""The mail that says a seat is certain brings the ticket along."""

from email import message_from_bytes

import pytest
from django.utils import timezone

from cms.mail.message import build
from cms.mail.models import OutboxMessage
from events.domain.registrations import cancel, register
from tests.events.factories import make_course
from tests.members.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_the_confirmation_shows_the_code_in_its_html_part():
    now = timezone.now()
    person = UserFactory(language="ko")
    taken = register(make_course(now=now), person=person, by=person, now=now)
    mail = message_from_bytes(build(OutboxMessage.objects.get()).message().as_bytes())
    parts = {part.get_content_type(): part for part in mail.walk()}
    picture = parts["image/png"]
    cid = "ticket@pumasi"
    assert picture["Content-ID"] == f"<{cid}>"
    assert picture.get_content_disposition() == "inline"
    assert picture.get_payload(decode=True).startswith(b"\x89PNG")
    html = parts["text/html"].get_payload(decode=True).decode()
    assert f'<img src="cid:{cid}"' in html
    text = parts["text/plain"].get_payload(decode=True).decode()
    assert "입구에서 첨부한 코드나 접수번호를 보여 주세요." in text
    assert taken.ticket not in html + text


def test_the_mail_of_a_cancelled_seat_has_no_code():
    now = timezone.now()
    person = UserFactory()
    taken = register(make_course(now=now), person=person, by=person, now=now)
    cancel(taken, by=person, now=now)
    last = OutboxMessage.objects.order_by("-created_at").first()
    assert last.template == "events.cancelled"
    mail = message_from_bytes(build(last).message().as_bytes())
    assert "image/png" not in [part.get_content_type() for part in mail.walk()]
    assert "cid:" not in mail.as_string()
