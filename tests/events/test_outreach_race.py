"""Real processes at one request: one answer, one course, one row for one form."""

import uuid
from datetime import timedelta

import pytest

from cms.mail.models import OutboxMessage
from events.domain import outreach, outreach_courses, outreach_dates
from events.models import Course, OutreachProposal, OutreachRequest
from tests.events.factories import NOW, CategoryFactory, make_agreed, make_request
from tests.events.test_race import at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


def test_the_same_form_sent_by_many_at_once_is_one_request():
    category, key = CategoryFactory(programme="labour_law"), uuid.uuid4()
    found = at_once([lambda: make_request(submission=key, category=category)] * 16)
    assert found == {"done": 16}
    assert OutreachRequest.objects.count() == OutboxMessage.objects.count() == 1


def test_agreeing_refusing_and_withdrawing_at_once_leaves_one_whole_answer():
    request = make_request()
    start = NOW + timedelta(days=20)
    proposal = outreach_dates.propose(
        request, starts_at=start, ends_at=start + timedelta(hours=1), by=None, now=NOW
    )
    fresh = OutreachProposal.objects.select_related("request").get
    jobs = [
        lambda: outreach_dates.accept(fresh(pk=proposal.pk), by=None, now=NOW),
        lambda: outreach_dates.ask_another(fresh(pk=proposal.pk), wish="x", by=None, now=NOW),
    ] * 8
    found = at_once(jobs)
    assert found == {"done": 8, "proposal_gone": 8}
    request.refresh_from_db()
    proposal.refresh_from_db()
    assert (request.state, proposal.state) in {("agreed", "accepted"), ("in_triage", "refused")}
    answers = OutboxMessage.objects.filter(
        template__in=["events.outreach_agreed", "events.outreach_another"]
    )
    assert answers.count() == 1


def test_a_course_is_made_once_however_many_press():
    request = make_agreed()
    pressed = [
        lambda: outreach_courses.make_course(
            OutreachRequest.objects.get(pk=request.pk),
            title="근로계약서",
            is_listed=False,
            by=None,
            now=NOW,
        )
    ]
    found = at_once(pressed * 15 + [lambda: outreach.withdraw(request, by=None, now=NOW)])
    assert found["done"] >= 1
    assert set(found) <= {"done", "not_in_this_state"}
    assert Course.objects.count() <= 1
    request.refresh_from_db()
    assert request.state == "withdrawn"
    # A course made before was called off with the request; none was made after.
    assert not Course.objects.filter(status=Course.Status.PUBLISHED).exists()
