import smtplib
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core import mail
from django.utils import timezone

from cms.mail import delivery
from cms.mail.delivery import LONGEST_PAUSE, MAX_ATTEMPTS, drain, pause_after
from cms.mail.models import OutboxMessage
from cms.mail.outbox import Attachment, queue

pytestmark = pytest.mark.django_db

Status = OutboxMessage.Status


@pytest.fixture
def mailer(monkeypatch):
    """A mail server in memory that fails as told: ``mailer.fails_with`` or ``mailer.shut``."""
    from django.core.mail.backends.locmem import EmailBackend

    class Server:
        fails_with = None
        shut = None

    def open_(self):
        if Server.shut:
            raise Server.shut

    send = EmailBackend.send_messages

    def send_messages(self, messages):
        if Server.fails_with:
            raise Server.fails_with
        return send(self, messages)

    monkeypatch.setattr(EmailBackend, "open", open_)
    monkeypatch.setattr(EmailBackend, "send_messages", send_messages)
    return Server


def test_drain_sends_text_and_html_to_the_person(kind, member):
    row = queue(kind, to=member, context={"title": "첫 수업 안내"}, idempotency_key="a")
    assert drain() == {"unknown": 0, "sent": 1}
    row.refresh_from_db()
    assert (row.status, row.attempts, row.claimed_at, row.last_error) == (Status.SENT, 1, None, "")
    assert row.sent_at is not None
    sent = mail.outbox[0]
    message = sent.message()
    assert (sent.subject, sent.recipients()) == (
        "첫 수업 안내",
        [f"{member.name} <{member.email}>"],
    )
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]
    headers = ("Message-ID", "Auto-Submitted", "Content-Language")
    assert [message[name] for name in headers] == [
        f"<{row.pk.hex}@pumasi.example>",
        "auto-generated",
        "ko",
    ]
    assert drain() == {"unknown": 0}


def test_drain_keeps_the_parameters_of_an_attachment(kind):
    content = b"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n"
    queue(
        kind,
        to="parent@example.org",
        context={"title": "안내"},
        idempotency_key="a",
        attachments=[
            Attachment(
                filename="초대.ics",
                content_type="text/calendar; charset=utf-8; method=REQUEST",
                content=content,
            )
        ],
    )
    drain()
    (part,) = [
        part
        for part in mail.outbox[0].message().walk()
        if part.get_content_type() == "text/calendar"
    ]
    assert part.get_param("method") == "REQUEST"
    assert part.get_param("charset") == "utf-8"
    assert part.get_filename() == "초대.ics"
    assert part.get_payload(decode=True) == content


def test_drain_lets_no_value_break_out_of_a_header(kind, member, queued):
    member.name = "햇살\r\nBcc: thief@example.org"
    member.save()
    queue(
        kind,
        to=member,
        context={"title": "안내\r\nBcc: thief@example.org"},
        idempotency_key="a",
    )
    drain()
    message = mail.outbox[0].message()
    assert message["Bcc"] is None
    assert message["Subject"] == "안내 Bcc: thief@example.org"
    assert [address.addr_spec for address in message["To"].addresses] == [member.email]


def test_drain_gives_up_on_an_address_that_is_none(queued):
    row = queued(to_address="a@example.org\nBcc: b@example.org")
    assert drain()["failed"] == 1
    row.refresh_from_db()
    assert (row.status, mail.outbox) == (Status.FAILED, [])
    assert "is not an e-mail address" in row.last_error


def test_drain_leaves_what_is_not_due(queued):
    queued(next_attempt_at=timezone.now() + timedelta(minutes=1))
    queued(status=Status.UNKNOWN)
    queued(status=Status.FAILED)
    queued(status=Status.CLAIMED, claimed_at=timezone.now())
    assert drain() == {"unknown": 0}
    assert mail.outbox == []


@pytest.mark.parametrize(
    "refusal",
    [
        smtplib.SMTPRecipientsRefused({"a@example.org": (450, b"busy")}),
        smtplib.SMTPSenderRefused(550, b"no", "x@example.org"),
        smtplib.SMTPDataError(451, b"later"),
    ],
)
def test_drain_tries_again_later_when_the_server_says_no_for_now(queued, mailer, refusal):
    row = queued()
    mailer.fails_with = refusal
    now = timezone.now()
    assert drain(now=now)["pending"] == 1
    row.refresh_from_db()
    assert (row.status, row.attempts, row.claimed_at) == (Status.PENDING, 1, None)
    assert row.next_attempt_at == now + timedelta(seconds=30)
    assert type(refusal).__name__ in row.last_error
    mailer.fails_with = None
    assert drain(now=now + timedelta(seconds=29)) == {"unknown": 0}
    assert drain(now=now + timedelta(seconds=30))["sent"] == 1


def test_drain_gives_up_when_the_recipient_is_refused_for_good(queued, mailer):
    row = queued()
    mailer.fails_with = smtplib.SMTPRecipientsRefused({"a@example.org": (550, b"nobody")})
    assert drain()["failed"] == 1
    row.refresh_from_db()
    assert (row.status, row.attempts) == (Status.FAILED, 1)


@pytest.mark.parametrize(
    "accident", [smtplib.SMTPServerDisconnected("gone"), TimeoutError(), ConnectionResetError()]
)
def test_drain_calls_unknown_what_nobody_can_tell_and_never_sends_it_again(
    queued, mailer, accident
):
    row, waiting = queued(), queued()
    mailer.fails_with = accident
    assert drain() == {"unknown": 1}
    row.refresh_from_db()
    waiting.refresh_from_db()
    # The line is gone: the next mail is not thrown after the first.
    assert (row.status, waiting.status) == (Status.UNKNOWN, Status.PENDING)
    mailer.fails_with = None
    drain(now=timezone.now() + timedelta(days=2))
    row.refresh_from_db()
    assert (row.status, len(mail.outbox)) == (Status.UNKNOWN, 1)


def test_drain_puts_everything_off_while_the_server_cannot_be_reached(queued, mailer):
    rows = [queued(), queued()]
    mailer.shut = ConnectionRefusedError("no")
    now = timezone.now()
    assert drain(now=now) == {"unknown": 0, "pending": 2}
    for row in rows:
        row.refresh_from_db()
        assert (row.status, row.attempts) == (Status.PENDING, 1)
        assert row.next_attempt_at == now + timedelta(seconds=30)


def test_drain_gives_up_after_the_last_attempt(queued, mailer):
    row = queued(attempts=MAX_ATTEMPTS - 1)
    mailer.shut = ConnectionRefusedError("no")
    assert drain()["failed"] == 1
    row.refresh_from_db()
    assert (row.status, row.attempts) == (Status.FAILED, MAX_ATTEMPTS)


def test_drain_waits_for_a_template_that_has_gone(queued):
    row = queued(template="gone.mail")
    assert drain()["pending"] == 1
    row.refresh_from_db()
    assert (row.status, row.attempts) == (Status.PENDING, 1)


def test_drain_forgets_secrets_once_the_mail_has_gone(queued):
    row = queued(template="members.test_code", context={"title": "CANARY-7HK2QD", "url": "u"})
    assert drain()["sent"] == 1
    row.refresh_from_db()
    assert "CANARY-7HK2QD" in mail.outbox[0].body
    assert row.context == {"title": "", "url": "u"}


def test_drain_does_not_try_codes_for_long(queued, mailer):
    row = queued(template="members.test_code", attempts=delivery.MAX_ATTEMPTS_WITH_SECRETS - 1)
    mailer.shut = ConnectionRefusedError("no")
    assert drain()["failed"] == 1
    row.refresh_from_db()
    assert row.context["title"] == ""


def test_a_claim_of_a_dead_process_becomes_unknown(queued):
    now = timezone.now()
    dead = queued(status=Status.CLAIMED, claimed_at=now - timedelta(minutes=11))
    busy = queued(status=Status.CLAIMED, claimed_at=now - timedelta(minutes=9))
    assert drain(now=now) == {"unknown": 1}
    dead.refresh_from_db()
    busy.refresh_from_db()
    assert (dead.status, busy.status) == (Status.UNKNOWN, Status.CLAIMED)
    assert mail.outbox == []


def test_a_row_is_claimed_once(queued):
    row = queued()
    stale = OutboxMessage.objects.get(pk=row.pk)
    now = timezone.now()
    assert delivery._claim(row, now=now) is True
    assert delivery._claim(stale, now=now) is False


def test_pauses_grow_and_end_at_six_hours():
    assert [pause_after(n).total_seconds() for n in (0, 1, 2, 3, 4)] == [30, 30, 60, 120, 240]
    assert pause_after(40) == LONGEST_PAUSE


def test_queue_queues_once_per_key(kind, member):
    first = queue(kind, to=member, context={"title": "a"}, idempotency_key="same")
    again = queue(kind, to=member, context={"title": "b"}, idempotency_key="same")
    assert first.pk == again.pk
    assert again.context == {"title": "a"}


@pytest.mark.django_db(transaction=True)
def test_queue_refuses_to_stand_outside_a_transaction(kind):
    with pytest.raises(RuntimeError):
        queue(kind, to="a@example.org", context={}, idempotency_key="x")


def test_each_claim_has_its_own_instant(queued, monkeypatch):
    """A slow server needs minutes for all of them; none may look given up while it is sent."""
    clock = iter([0.0, 0.0, 700.0])
    monkeypatch.setattr(delivery, "time", SimpleNamespace(monotonic=lambda: next(clock)))
    for _number in range(2):
        queued()
    now = timezone.now()
    claims = []
    monkeypatch.setattr(delivery, "_claim", lambda row, now: claims.append(now))
    drain(now=now)
    assert [claim - now for claim in claims] == [timedelta(), timedelta(seconds=700)]


def test_what_another_gave_up_while_it_was_sent_is_sent(queued, monkeypatch, mailer):
    """After a jump of the clock, say: who handed it over knows better."""
    from django.core.mail.backends.locmem import EmailBackend

    row = queued()
    send = EmailBackend.send_messages

    def meanwhile(self, messages):
        delivery.give_up_stale_claims(now=timezone.now() + timedelta(hours=1))
        assert OutboxMessage.objects.get().status == Status.UNKNOWN
        return send(self, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", meanwhile)
    drain()
    row.refresh_from_db()
    assert (row.status, row.last_error, len(mail.outbox)) == (Status.SENT, "", 1)


def test_a_worker_that_stops_leaves_the_rest_waiting(queued):
    for _number in range(3):
        queued()
    told = iter([False, True])
    assert drain(is_over=lambda: next(told)) == {"unknown": 0, "sent": 1}
    assert OutboxMessage.objects.filter(status=Status.PENDING).count() == 2
