from dataclasses import replace

import pytest
import vobject

from cms.calendars.invitations import invitation
from tests.cms.calendars.strict import check
from tests.cms.calendars.test_entries import ENTRY


@pytest.mark.parametrize(
    ("method", "status", "filename"),
    [("REQUEST", "CONFIRMED", "invite.ics"), ("CANCEL", "CANCELLED", "cancel.ics")],
)
def test_invitation_names_method_organiser_and_attendee(method, status, filename, settings):
    settings.DEFAULT_FROM_EMAIL = "Pumasi <no-reply@pumasi.example>"
    attachment = invitation(
        ENTRY, method=method, attendee_email="a@example.org", attendee_name="회원, 하나"
    )
    assert attachment.filename == filename
    assert attachment.content_type == f"text/calendar; charset=utf-8; method={method}"
    (event,) = check(attachment.content, method=method)
    assert event["UID"][1] == ENTRY.uid
    assert event["STATUS"][1] == status
    assert event["ORGANIZER"] == ({"CN": "Pumasi"}, "mailto:no-reply@pumasi.example")
    assert event["ATTENDEE"] == (
        {
            "CN": "회원, 하나",
            "CUTYPE": "INDIVIDUAL",
            "PARTSTAT": "ACCEPTED",
            "ROLE": "REQ-PARTICIPANT",
            "RSVP": "FALSE",
        },
        "mailto:a@example.org",
    )
    assert vobject.readOne(attachment.content.decode()).method.value == method


def test_invitation_sequence_can_rise_with_the_registration():
    parts = {"attendee_email": "a@example.org", "attendee_name": "회원"}
    (plain,) = check(invitation(ENTRY, **parts).content, method="REQUEST")
    (again,) = check(
        invitation(ENTRY, method="CANCEL", sequence=7, **parts).content, method="CANCEL"
    )
    assert (plain["SEQUENCE"][1], again["SEQUENCE"][1]) == ("2", "7")


def test_invitation_takes_a_hostile_name_and_title():
    attachment = invitation(
        replace(ENTRY, summary="x\r\nATTENDEE:mailto:b@example.org"),
        attendee_email="a@example.org",
        attendee_name='회"원\r\nATTENDEE:mailto:c@example.org^n\x00',
    )
    (event,) = check(attachment.content, method="REQUEST")
    assert event["ATTENDEE"][1] == "mailto:a@example.org"
    assert b"\r\nATTENDEE" in attachment.content
    assert attachment.content.count(b"\r\nATTENDEE") == 1


@pytest.mark.parametrize("address", ["", "nobody", "a@b.kr\r\n, c@d.kr", "a b@c.kr"])
def test_invitation_refuses_what_is_no_address(address):
    with pytest.raises(ValueError, match="not an e-mail address"):
        invitation(ENTRY, attendee_email=address, attendee_name="회원")


def test_invitation_refuses_another_method():
    with pytest.raises(ValueError, match="neither"):
        invitation(ENTRY, method="REPLY", attendee_email="a@example.org", attendee_name="회원")
