"""Asking for a class without an account, and answering behind the secret link."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cms.mail.models import OutboxMessage
from events.consents import OUTREACH_VERSION, outreach_consent
from events.domain import outreach_dates
from events.models import OutreachRequest
from tests.events.factories import CategoryFactory, make_agreed, make_request

pytestmark = pytest.mark.django_db
FORM = "/classes/outreach/"


@pytest.fixture
def answers(client):
    CategoryFactory(programme="labour_law")
    day = timezone.localdate() + timedelta(days=30)
    return {
        "submission": client.get(FORM).context["form"]["submission"].value(),
        "organisation": "달빛여자고등학교",
        "organisation_kind": "school",
        "district": "guro",
        "address": "구로구 00로 1, 3층",
        "category": "labour-law",
        "audience_group": "students",
        "expected": "90",
        "wishes": "근로계약서\r\n읽기",
        "day_1": day.isoformat(),
        "begins_1": "14:00",
        "ends_1": "15:40",
        "contact_name": "담당 선생님",
        "contact_email": "school@organisation.example",
        "contact_phone": "０２ 123 4567",
        "consent": "on",
    }


def test_the_form_is_checked_sent_and_confirmed(client, answers):
    page = client.get(FORM)
    assert "checked" not in page.text  # neither consent nor any choice is ticked beforehand
    check = client.post(FORM, answers)
    assert check.status_code == 200
    assert "달빛여자고등학교" in check.text
    assert OutreachRequest.objects.count() == 0
    carried = dict(check.context["typed"])
    sent = client.post(FORM, {**carried, "action": "send"}, follow=True)
    [request] = OutreachRequest.objects.all()
    assert sent.redirect_chain == [(reverse("events_outreach:request", args=[request.token]), 302)]
    assert request.reference in sent.text
    assert (request.contact_phone, request.expected, request.state) == (
        "02-123-4567",
        90,
        "received",
    )
    assert request.consent_version == OUTREACH_VERSION
    assert outreach_consent() in request.consent_text
    [wish] = request.preferred_dates.all()
    assert timezone.localtime(wish.starts_at).isoformat()[11:16] == "14:00"
    again = client.post(FORM, {**carried, "action": "send"})
    assert again["Location"] == sent.redirect_chain[0][0]
    assert OutreachRequest.objects.count() == OutboxMessage.objects.count() == 1
    for header, value in (("Referrer-Policy", "same-origin"), ("X-Robots-Tag", "noindex")):
        assert sent[header] == value
    assert "no-store" in sent["Cache-Control"]


def test_changing_the_answers_brings_all_of_them_back(client, answers):
    page = client.post(FORM, {**answers, "action": "change"})
    assert page.status_code == 200
    assert not page.context["form"].errors
    assert 'value="달빛여자고등학교"' in page.text
    assert "구로구 00로 1, 3층" in page.text


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"consent": ""}, "consent"),
        ({"homepage": "https://spam.example"}, "homepage"),
        ({"ends_1": "13:00"}, "ends_1"),
        ({"day_1": "2020-01-01"}, "day_1"),
        ({"day_1": "9999-12-31"}, "day_1"),
        ({"day_2": "2099-01-01", "begins_2": "", "ends_2": ""}, "begins_2"),
        ({"expected": "0"}, "expected"),
        ({"contact_phone": "12"}, "contact_phone"),
        ({"category": "none"}, "category"),
        ({"organisation": "가" * 81}, "organisation"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(client, answers, change, wrong):
    page = client.post(FORM, {**answers, **change, "action": "send"})
    assert page.status_code == 422
    assert wrong in page.context["form"].errors
    assert "담당 선생님" in page.text
    assert "data-focus" in page.text
    assert OutreachRequest.objects.count() == 0


def test_only_so_many_requests_come_from_one_place(client, answers, one_moment):
    statuses = []
    for number in range(7):
        key = f"00000000-0000-4000-8000-{number:012d}"
        fields = {**answers, "submission": key, "action": "send"}
        statuses.append(client.post(FORM, fields).status_code)
    assert statuses == [302] * 6 + [429]
    assert OutreachRequest.objects.count() == 6


def own(request, name="request"):
    return reverse(f"events_outreach:{name}", args=[request.token])


def proposed(now):
    request = make_request(now=now)
    start = now + timedelta(days=20)
    proposal = outreach_dates.propose(
        request, starts_at=start, ends_at=start + timedelta(hours=2), by=None, now=now
    )
    return request, proposal


def test_the_organisation_agrees_once(client):
    request, proposal = proposed(timezone.now())
    assert "data-dialog" not in client.get(own(request)).text
    asked = client.get(own(request, "accept"))
    assert f'value="{proposal.pk}"' in asked.text
    for _again in range(2):
        answer = client.post(own(request, "accept"), {"proposal": proposal.pk})
        assert answer["Location"] == own(request)
    request.refresh_from_db()
    assert request.state == "agreed"
    late = client.post(own(request, "another"), {"proposal": proposal.pk, "wish": "다른 날"})
    assert late.status_code == 302
    request.refresh_from_db()
    assert request.state == "agreed"


def test_the_organisation_asks_for_another_date(client):
    request, proposal = proposed(timezone.now())
    empty = client.post(own(request, "another"), {"wish": ""})
    assert empty.status_code == 200
    client.post(own(request, "another"), {"wish": "오전이면 좋겠습니다"})
    request.refresh_from_db()
    proposal.refresh_from_db()
    assert (request.state, proposal.answer) == ("in_triage", "오전이면 좋겠습니다")
    assert client.get(own(request, "accept"))["Location"] == own(request)


def test_a_proposal_of_somebody_else_cannot_be_named(client):
    mine, _own_proposal = proposed(timezone.now())
    theirs, other = proposed(timezone.now())
    client.post(own(mine, "accept"), {"proposal": other.pk})
    states = OutreachRequest.objects.in_bulk()
    assert (states[mine.pk].state, states[theirs.pk].state) == ("proposed", "proposed")


def test_the_organisation_withdraws(client):
    request = make_agreed(now=timezone.now())
    assert client.get(own(request, "withdraw")).status_code == 200
    client.post(own(request, "withdraw"), {"reason": ""})
    request.refresh_from_db()
    assert request.state == "withdrawn"
    assert client.get(own(request, "withdraw"))["Location"] == own(request)


def test_a_wrong_or_shut_link_opens_nothing(client):
    request = make_request(now=timezone.now())
    old = own(request)
    OutreachRequest.objects.filter(pk=request.pk).update(token="another-one")
    for path in (old, "/outreach/x/", f"{old}accept/"):
        assert client.get(path).status_code == 404
        assert Client().post(path).status_code in {404, 405}


def test_pages_speak_the_reader_s_language(client):
    request = make_request(now=timezone.now())
    path = own(request)
    assert '<html lang="ko">' in client.get(path).text
    assert "What happens next" in client.get(f"/en{path}").text
