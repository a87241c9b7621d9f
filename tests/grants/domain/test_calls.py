from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from cms.audit.models import Entry
from cms.calendars.models import Stamp
from grants.default_form import default_questions
from grants.domain.calls import copy_call, decide, delete_call, save_call
from grants.domain.refusals import InUse, Refusal, WrongState
from grants.models import Call, CallState
from tests.grants.factories import CLOSES, DURING, OPENS, at, make_call, make_community, submitted
from tests.members.factories import UserFactory

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("moment", "state"),
    [
        (OPENS - timedelta(days=7) - SECOND, CallState.DRAFT),
        (OPENS - timedelta(days=7), CallState.ANNOUNCED),
        (OPENS - SECOND, CallState.ANNOUNCED),
        (OPENS, CallState.OPEN),
        (CLOSES - SECOND, CallState.OPEN),
        (CLOSES, CallState.CLOSED),
    ],
)
def test_state_is_told_by_the_instants(moment, state):
    call = make_call()
    assert call.state_at(moment) == state
    queries = {
        CallState.DRAFT: "",
        CallState.ANNOUNCED: "announced current",
        CallState.OPEN: "announced current open",
        CallState.CLOSED: "announced past",
    }
    found = {
        name
        for name in ("announced", "open", "current", "past")
        if getattr(Call.objects, name)(moment).exists()
    }
    assert found == set(queries[state].split())


@pytest.mark.parametrize(
    "wrong",
    [
        {"opens_at": CLOSES, "closes_at": OPENS},
        {"maximum": 50_000_000},
        {"maximum": 0},
        {"budget": -1},
        {"slug": "not a slug"},
        {"year": 1},
    ],
)
def test_call_that_cannot_be_is_refused(wrong):
    with pytest.raises(ValidationError):
        make_call(**wrong)
    assert not Call.objects.exists()


def test_usual_form_is_valid_and_bilingual():
    stream = Call._meta.get_field("questions").to_python(default_questions())
    cleaned = stream.stream_block.clean(stream)
    assert len(cleaned) == len(default_questions())
    call = make_call()
    assert [section.key for section in call.form.sections] == [
        "community",
        "plan",
        "budget",
        "files",
    ]
    for item in (*call.form.sections, *call.form.questions):
        assert (item.title_en if hasattr(item, "title_en") else item.label_en) != ""


def test_budget_of_the_form_takes_the_calls_maximum():
    (budget,) = make_call(maximum=1_500_000).form.of_kind("budget")
    assert budget.options["max_grant"] == 1_500_000


def test_deadline_stands_ready_for_calendars_and_moves_with_the_call():
    call = make_call()
    assert "DTEND;TZID=Asia/Seoul:20261128T180000" in call.ics
    assert "SEQUENCE:0" in call.ics
    before = Stamp.objects.get(key="grants.deadlines").version
    call.closes_at += timedelta(days=1)
    save_call(call, by=None)
    assert "DTEND;TZID=Asia/Seoul:20261129T180000" in Call.objects.get().ics
    assert "SEQUENCE:1" in Call.objects.get().ics
    call.budget += 1
    save_call(call, by=None)
    assert "SEQUENCE:1" in Call.objects.get().ics
    assert Stamp.objects.get(key="grants.deadlines").version > before


def test_only_what_changed_is_audited():
    call = make_call()
    call.budget = 41_000_000
    save_call(call, by=None)
    entry = Entry.objects.get(action="grants.call.changed")
    assert (entry.before, entry.after) == ({"budget": 40_000_000}, {"budget": 41_000_000})


def test_copy_is_a_draft_a_year_later_with_the_same_form():
    call = make_call(rules=[{"kind": "min_members", "number": 5}])
    copied = copy_call(call, by=UserFactory())
    assert (copied.year, copied.round, copied.slug) == (2028, 1, "2028-1")
    assert copied.title == "2028 직장부모커뮤니티 지원사업 공모"
    assert (copied.announced_at, copied.state) == (None, CallState.DRAFT)
    assert copied.closes_at == CLOSES + timedelta(weeks=52)
    assert copied.form.to_json() == call.form.to_json()
    assert [rule.number for rule in copied.rules.all()] == [5]
    assert [c.name for c in copied.criteria.all()] == [c.name for c in call.criteria.all()]
    again = copy_call(call, by=None)
    assert (again.round, again.slug) == (2, "2028-2")


def test_announced_call_is_not_deleted_and_a_draft_is():
    with pytest.raises(InUse):
        delete_call(make_call(), by=None)
    draft = make_call(announced_at=None)
    delete_call(draft, by=None)
    assert Call.objects.count() == 1


def test_decision_selects_some_and_not_the_others():
    call = make_call()
    chosen, left = submitted(call), submitted(call)
    with pytest.raises(WrongState):
        decide(call, {chosen: 1_000_000}, by=None, clock=at(DURING))
    decide(call, {chosen: 1_000_000}, by=None, clock=at(CLOSES))
    chosen.refresh_from_db()
    left.refresh_from_db()
    assert (chosen.state, chosen.award) == ("selected", 1_000_000)
    assert (left.state, left.award) == ("not_selected", None)
    assert Call.objects.get().state_at(CLOSES) == CallState.DECIDED


@pytest.mark.parametrize("award", [2_000_001, 41_000_000])
def test_award_above_the_maximum_is_refused(award):
    call = make_call()
    application = submitted(call, make_community())
    with pytest.raises(Refusal):
        decide(call, {application: award}, by=None, clock=at(CLOSES))
    application.refresh_from_db()
    assert application.state == "submitted"
