import re
from dataclasses import replace

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.audit.models import Entry
from cms.mail.delivery import drain
from cms.mail.models import OutboxMessage
from cms.mail.rendering import MASK
from plugins.api import Attachment, CompleteMail, NotificationTemplate
from plugins.registry import contribution

pytestmark = pytest.mark.django_db

Status = OutboxMessage.Status


@pytest.fixture
def client(staff_client):
    return staff_client("administrator")


def test_the_list_counts_by_status_and_filters(client, queued):
    queued(status=Status.FAILED, to_address="failed@example.org")
    queued(status=Status.SENT, to_address="sent@example.org")
    html = client.get(reverse("outbox:index")).content.decode()
    assert "failed@example.org" in html
    assert "sent@example.org" in html
    counts = re.findall(r'\?status=(\w+)"><b>(\d+)</b>', html)
    assert counts == [
        ("pending", "0"),
        ("claimed", "0"),
        ("sent", "1"),
        ("failed", "1"),
        ("unknown", "0"),
    ]
    only = client.get(reverse("outbox:index"), {"status": "failed"}).content.decode()
    assert "failed@example.org" in only
    assert "sent@example.org" not in only
    found = client.get(reverse("outbox:results"), {"q": "sent@"}).content.decode()
    assert "sent@example.org" in found
    assert "failed@example.org" not in found


def test_a_mail_shows_its_text_but_no_code(client, queued):
    row = queued(template="members.test_code", context={"title": "CANARY-7HK2QD", "url": "u"})
    for name in ("mail", "mail_html"):
        html = client.get(reverse(f"outbox:{name}", args=[row.pk])).content.decode()
        assert MASK in html
        assert "CANARY" not in html


def test_the_frame_of_a_mail_can_do_nothing(client, queued):
    response = client.get(reverse("outbox:mail_html", args=[queued().pk]))
    assert response["Content-Security-Policy"] == (
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"
    )
    page = client.get(reverse("outbox:mail", args=[queued().pk])).content.decode()
    assert re.search(r"<iframe[^>]* sandbox ", page)


def test_a_mail_of_a_plugin_that_has_gone_still_shows_its_fate(client, queued):
    row = queued(template="gone.mail", status=Status.FAILED, last_error="LookupError: gone")
    response = client.get(reverse("outbox:mail", args=[row.pk]))
    assert response.status_code == 200
    assert "LookupError: gone" in response.content.decode()
    assert client.get(reverse("outbox:mail_html", args=[row.pk])).status_code == 404


def test_staff_send_an_unknown_mail_again_on_purpose(client, queued):
    row = queued(status=Status.UNKNOWN)
    page = client.get(reverse("outbox:mail", args=[row.pk])).content.decode()
    assert reverse("outbox:resend", args=[row.pk]) in page
    response = client.post(reverse("outbox:resend", args=[row.pk]), {"note": "전화로 확인\x00함"})
    assert response.status_code == 302
    drain()
    assert len(mail.outbox) == 1
    entry = Entry.objects.get(action="mail.message.resent")
    assert (entry.by, entry.note) == (client.user, "전화로 확인함")


def test_a_sent_mail_offers_no_second_sending(client, queued):
    row = queued(status=Status.SENT)
    page = client.get(reverse("outbox:mail", args=[row.pk])).content.decode()
    assert reverse("outbox:resend", args=[row.pk]) not in page
    client.post(reverse("outbox:resend", args=[row.pk]))
    row.refresh_from_db()
    assert row.status == Status.SENT


@pytest.mark.parametrize("role", ["editor", "coordinator", "accountant"])
def test_other_staff_see_no_mail(staff_client, queued, role):
    row = queued(status=Status.UNKNOWN)
    client = staff_client(role)
    for url in (
        reverse("outbox:index"),
        reverse("outbox:results"),
        reverse("outbox:templates"),
        reverse("outbox:mail", args=[row.pk]),
        reverse("outbox:mail_html", args=[row.pk]),
    ):
        assert client.get(url).status_code in {302, 403}, url
    assert client.post(reverse("outbox:resend", args=[row.pk])).status_code in {302, 403}
    assert "outgoing" not in client.get("/admin/").content.decode().lower()
    row.refresh_from_db()
    assert row.status == Status.UNKNOWN


@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_template_has_a_preview(client, kind, language):
    listed = client.get(reverse("outbox:templates")).content.decode()
    assert reverse("outbox:template", args=[kind, language]) in listed
    for name in ("template", "template_html"):
        response = client.get(reverse(f"outbox:{name}", args=[kind, language]))
        assert response.status_code == 200
        assert "안내" in response.content.decode()


def test_a_preview_of_nothing_is_not_found(client):
    assert client.get(reverse("outbox:template", args=["members.no", "ko"])).status_code == 404
    assert client.get(reverse("outbox:template", args=["members.no", "fr"])).status_code == 404


@pytest.mark.many
def test_the_list_asks_the_database_the_same_for_any_number_of_rows(client, queued):
    counts = []
    for rows in (1, 2, 97):
        for _number in range(rows):
            queued()
        client.get(reverse("outbox:index"))
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("outbox:index"))
        counts.append(len(captured))
    assert counts[0] == counts[1] == counts[2], counts


def test_a_mail_written_when_it_is_sent_shows_what_will_go_with_it(
    client, contribute, queued, kind
):
    def complete(context, language):
        file = Attachment(filename="invite.ics", content_type="text/calendar", content=b"")
        return CompleteMail(context={"title": f"{context['number']}번 자리"}, attachments=[file])

    template = contribution(NotificationTemplate, kind)
    contribute(replace(template, key="members.late", complete=complete))
    row = queued(template="members.late", context={"number": 3})
    page = client.get(reverse("outbox:mail", args=[row.pk])).text
    assert "3번 자리" in page
    assert "invite.ics" in page
