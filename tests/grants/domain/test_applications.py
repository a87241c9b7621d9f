from datetime import timedelta

import pytest

from cms.audit.models import Entry
from cms.mail.models import OutboxMessage
from grants.domain.applications import open_draft, submit, withdraw
from grants.domain.drafting import save_section
from grants.domain.refusals import (
    Closed,
    Incomplete,
    NotAllowed,
    NotEligible,
    NotOpen,
    OnlyLeaders,
    Unresolved,
    WrongState,
)
from grants.models import Application, ApplicationState, Call, SetAside
from plugins.api import ApplicationSubmitted
from tests.grants.factories import (
    ANSWERS,
    CLOSES,
    DURING,
    OPENS,
    at,
    draft,
    make_call,
    make_community,
)
from tests.members.factories import UserFactory

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


@pytest.fixture
def call():
    return make_call()


@pytest.fixture
def community():
    return make_community(3)


@pytest.fixture
def application(call, community):
    return draft(call, community)


def test_draft_is_opened_once_by_any_member(call, community):
    member = community.members.exclude(pk__in=[community.leader_id, community.treasurer_id]).get()
    first = open_draft(call, community, by=member, clock=at(DURING))
    again = open_draft(call, community, by=community.leader, clock=at(DURING))
    assert (first.pk, first.state, first.reference) == (again.pk, ApplicationState.DRAFT, None)
    assert Entry.objects.filter(action="grants.application.begun").count() == 1


def test_draft_is_refused_to_strangers(call, community):
    with pytest.raises(NotAllowed):
        open_draft(call, community, by=UserFactory(), clock=at(DURING))
    assert not Application.objects.exists()


@pytest.mark.parametrize(
    ("moment", "refusal"),
    [
        (OPENS - SECOND, NotOpen),
        (OPENS, None),
        (CLOSES - SECOND, None),
        (CLOSES, Closed),
        (CLOSES + SECOND, Closed),
    ],
)
def test_draft_is_opened_from_the_first_instant_to_the_last(call, community, moment, refusal):
    if refusal is None:
        assert open_draft(call, community, by=community.leader, clock=at(moment)).pk
    else:
        with pytest.raises(refusal):
            open_draft(call, community, by=community.leader, clock=at(moment))


@pytest.mark.parametrize(
    ("moment", "refusal"),
    [(CLOSES - SECOND, None), (CLOSES, Closed), (CLOSES + SECOND, Closed)],
)
def test_draft_is_submitted_before_the_deadline_only(application, moment, refusal):
    leader = application.community.leader
    if refusal is None:
        submission = submit(application, by=leader, clock=at(moment))
        assert (application.state, application.reference) == ("submitted", "2027-1-001")
        assert (submission.version, submission.submitted_at) == (1, moment)
        return
    with pytest.raises(refusal):
        submit(application, by=leader, clock=at(moment))
    application.refresh_from_db()
    assert (application.state, application.reference) == ("draft", None)
    assert Call.objects.get().last_number == 0
    assert not OutboxMessage.objects.exists()


def test_deadline_is_read_from_the_database_not_from_memory(application):
    Call.objects.update(closes_at=CLOSES - timedelta(days=5))
    with pytest.raises(Closed):
        submit(application, by=application.community.leader, clock=at(DURING + timedelta(days=2)))


def test_submission_copies_form_and_answers(application):
    submission = submit(application, by=application.community.leader, clock=at(DURING))
    assert submission.answers == ANSWERS
    assert submission.form.to_json() == application.call.form.to_json()
    Call.objects.update(questions=[])
    submission = Application.objects.get().submission
    assert [section.key for section in submission.form.sections] == [
        "community",
        "plan",
        "budget",
        "files",
    ]


def test_submission_stores_what_lists_need(application):
    submit(application, by=application.community.leader, clock=at(DURING))
    stored = Application.objects.get()
    assert (stored.asked, stored.own_share, stored.district) == (950_000, 55_000, "geumcheon")
    assert (stored.submitted_at, stored.submitted_by) == (DURING, application.community.leader)


def test_submission_is_told(application, told):
    submit(application, by=application.community.leader, clock=at(DURING))
    assert told() == [
        ApplicationSubmitted(
            application_id=application.pk,
            call_id=application.call_id,
            community_id=application.community_id,
            version=1,
        )
    ]


def test_receipt_goes_to_every_member_with_the_reference(application):
    submit(application, by=application.community.leader, clock=at(DURING))
    rows = OutboxMessage.objects.filter(template="grants.submitted")
    assert {row.to_user_id for row in rows} == set(
        application.community.members.values_list("pk", flat=True)
    )
    assert {row.context["reference"] for row in rows} == {"2027-1-001"}


def test_plain_member_cannot_submit(application):
    member = application.community.members.last()
    with pytest.raises(OnlyLeaders):
        submit(application, by=member, clock=at(DURING))


def test_incomplete_draft_is_refused_with_every_problem(call, community):
    application = draft(call, community, about=None, adults={"typed": "여럿"})
    with pytest.raises(Incomplete) as refused:
        submit(application, by=community.leader, clock=at(DURING))
    assert set(refused.value.problems) == {"about", "adults"}


def test_too_small_community_is_refused(community):
    call = make_call(rules=[{"kind": "min_members", "number": 5}])
    application = draft(call, community)
    with pytest.raises(NotEligible):
        submit(application, by=community.leader, clock=at(DURING))


def test_set_aside_answer_must_be_settled_first(application):
    SetAside.objects.create(
        application=application, question="about", answer="x", by=UserFactory(), at=DURING
    )
    with pytest.raises(Unresolved):
        submit(application, by=application.community.leader, clock=at(DURING))


def test_unchanged_answers_submitted_again_are_the_same_submission(application):
    first = submit(application, by=application.community.leader, clock=at(DURING))
    again = submit(application, by=application.community.treasurer, clock=at(DURING + SECOND))
    assert (again.pk, again.version) == (first.pk, 1)
    assert OutboxMessage.objects.count() == 3


def test_changed_answers_are_submitted_again_under_the_same_number(application):
    leader = application.community.leader
    submit(application, by=leader, clock=at(DURING))
    section = application.call.form.section("plan")
    save_section(application, section, {"adults": 20}, by=leader, seen={}, clock=at(DURING))
    application = Application.objects.get()
    assert application.has_unsent_changes
    assert application.submission.answers["adults"] == 12
    again = submit(application, by=leader, clock=at(CLOSES - SECOND))
    assert (again.version, again.answers["adults"]) == (2, 20)
    assert (application.reference, application.has_unsent_changes) == ("2027-1-001", False)
    assert OutboxMessage.objects.filter(template="grants.submitted").count() == 6


def test_numbers_follow_one_another(call):
    for number in (1, 2, 3):
        application = draft(call, make_community())
        submit(application, by=application.community.leader, clock=at(DURING))
        assert application.reference == f"2027-1-00{number}"


def test_withdrawn_application_keeps_its_number_and_a_new_one_may_begin(application):
    leader = application.community.leader
    submit(application, by=leader, clock=at(DURING))
    withdraw(application, by=leader, clock=at(DURING))
    assert (application.state, application.reference) == ("withdrawn", "2027-1-001")
    assert OutboxMessage.objects.filter(template="grants.withdrawn").count() == 3
    second = draft(application.call, application.community)
    assert second.pk != application.pk
    submit(second, by=leader, clock=at(DURING))
    assert second.reference == "2027-1-002"


def test_draft_given_up_tells_nobody(application):
    withdraw(application, by=application.community.leader, clock=at(DURING))
    assert application.state == "withdrawn"
    assert not OutboxMessage.objects.exists()


@pytest.mark.parametrize("moment", [CLOSES, CLOSES + SECOND])
def test_withdrawing_is_refused_from_the_deadline(application, moment):
    with pytest.raises(Closed):
        withdraw(application, by=application.community.leader, clock=at(moment))


def test_withdrawing_twice_is_refused(application):
    leader = application.community.leader
    withdraw(application, by=leader, clock=at(DURING))
    with pytest.raises(WrongState):
        withdraw(application, by=leader, clock=at(DURING))


def test_each_change_of_state_is_audited(application):
    leader = application.community.leader
    submit(application, by=leader, clock=at(DURING))
    withdraw(application, by=leader, clock=at(DURING))
    entries = Entry.objects.filter(subject_type="grants.application").order_by("pk")
    assert [(entry.action, entry.after["state"]) for entry in entries] == [
        ("grants.application.begun", "draft"),
        ("grants.application.submitted", "submitted"),
        ("grants.application.withdrawn", "withdrawn"),
    ]
    assert ANSWERS["about"] not in str(list(entries.values("before", "after")))
