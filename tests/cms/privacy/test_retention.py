"""What is past its time is destroyed on record; what is not stays; one failure stops no other."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cms.files.models import StoredFile
from cms.mail.models import OutboxMessage
from cms.privacy import exporting, retention
from cms.privacy.models import DataExport, Destruction
from members.models import CommunityInvitation
from plugins.api import RetentionRule
from tests.members.factories import InvitationFactory, UserFactory

pytestmark = pytest.mark.django_db


def mail(days, **fields):
    at = timezone.now() - timedelta(days=days)
    return OutboxMessage.objects.create(
        **{
            "idempotency_key": f"{days}{fields}",
            "template": "members.member_left",
            "to_address": "a@example.org",
            "context": {"name": "햇살"},
            "status": "sent",
            "created_at": at,
            "sent_at": at,
            **fields,
        }
    )


def test_what_is_due_goes_and_is_recorded_without_a_name():
    old, young, failed = mail(31), mail(29), mail(31, status="failed", sent_at=None)
    gone = mail(2, template="cms.farewell")
    InvitationFactory(email="guest@example.org", max_uses=1, expires_at=old.created_at)
    export = DataExport.objects.create(person=UserFactory())
    exporting.build(export, now=timezone.now() - timedelta(days=8))
    retention.run()
    texts = dict(OutboxMessage.objects.values_list("pk", "context"))
    assert (texts[old.pk], texts[young.pk], texts[failed.pk]) == ({}, young.context, failed.context)
    assert gone.pk not in texts
    assert not CommunityInvitation.objects.exists()
    assert not DataExport.objects.exists()
    assert not StoredFile.objects.exists()
    assert dict(Destruction.objects.values_list("rule", "number")) == {
        "cms.mail_texts": 1,
        "cms.farewells": 1,
        "cms.archives": 1,
        "members.invited_addresses": 1,
    }
    record = Destruction.objects.get(rule="cms.mail_texts")
    assert record.digest == retention.digest_of("cms.mail_texts", record.before, [str(old.pk)])
    retention.run()
    assert Destruction.objects.count() == 4


def test_a_rule_that_fails_undoes_itself_and_stops_no_other(monkeypatch):
    def broken(_before):
        OutboxMessage.objects.all().delete()
        raise RuntimeError("not today")

    mail(31)
    first = RetentionRule(key="cms.a", label="", rule="", days=1, destroy=broken)
    real = list(retention.rules())
    monkeypatch.setattr(retention, "rules", lambda: [first, *real])
    with pytest.raises(RuntimeError, match=r"cms\.a"):
        retention.run()
    assert OutboxMessage.objects.get().context == {}
    assert Destruction.objects.get().rule == "cms.mail_texts"


def test_staff_are_shown_what_was_destroyed(staff_client):
    mail(31)
    retention.run()
    page = staff_client("administrator").get("/admin/destroyed/").text
    assert "보낸 메일의 내용" in page
    assert Destruction.objects.get().digest[:16] in page
