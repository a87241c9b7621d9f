"""Real processes against one real database: one number each, one application each."""

import pytest

from cms.mail.models import OutboxMessage
from grants.domain.applications import open_draft, submit, withdraw
from grants.domain.drafting import marks, save_section
from grants.models import Application, SetAside, Submission
from tests.grants.factories import DURING, at, draft, make_call, make_community
from tests.processes import at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


def submitting(application, person):
    def job():
        submission = submit(Application.objects.get(pk=application.pk), by=person, clock=at(DURING))
        return Application.objects.get(pk=submission.application_id).reference

    return job


def test_two_members_submitting_at_once_make_one_submission():
    application = draft(make_call(), make_community(2))
    people = [application.community.leader, application.community.treasurer]
    found = at_once([submitting(application, people[number % 2]) for number in range(16)])
    assert found == {"2027-1-001": 16}
    assert Submission.objects.count() == 1
    assert OutboxMessage.objects.count() == 2


def test_communities_submitting_at_once_get_numbers_one_after_the_other():
    call = make_call()
    drafts = [draft(call, make_community(1)) for _number in range(24)]
    found = at_once([submitting(one, one.community.leader) for one in drafts])
    assert found == {f"2027-1-{number:03d}": 1 for number in range(1, 25)}


def test_members_beginning_at_once_share_one_draft():
    call, community = make_call(), make_community(8)
    found = at_once(
        [
            lambda person=person: open_draft(call, community, by=person, clock=at(DURING)).pk
            for person in community.members.all()
        ]
    )
    assert list(found.values()) == [8]
    assert Application.objects.count() == 1


def test_submitting_and_withdrawing_at_once_end_in_one_state():
    application = draft(make_call(), make_community(2))
    leader = application.community.leader

    def withdrawing():
        withdraw(Application.objects.get(pk=application.pk), by=leader, clock=at(DURING))
        return "withdrawn"

    found = at_once([submitting(application, leader), withdrawing] * 4)
    application.refresh_from_db()
    assert application.state == "withdrawn"
    assert found["withdrawn"] == 1
    assert Submission.objects.count() <= 1


def test_members_saving_at_once_lose_nothing():
    application = draft(make_call(), make_community(8))
    section = application.form.section("plan")
    seen = marks(application, section)
    people = list(application.community.members.all())

    def saving(person):
        answers = {**application.answers, "activity": f"{person.name}의 글"}
        return lambda: len(
            save_section(
                Application.objects.get(pk=application.pk),
                section,
                answers,
                by=person,
                seen=seen,
                clock=at(DURING),
            ).conflicts
        )

    found = at_once([saving(person) for person in people])
    assert found == {"0": 1, "1": 7}
    texts = {
        Application.objects.get().answers["activity"],
        *SetAside.objects.values_list("answer", flat=True),
    }
    assert texts == {f"{person.name}의 글" for person in people}
