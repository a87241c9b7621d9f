"""Requests for outreach classes: who may step where, what is told, what is written down."""

import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from cms.audit.models import Entry
from cms.mail.models import OutboxMessage
from cms.mail.rendering import render
from events.contributions.outreach import SAMPLE_ANSWER
from events.domain import outreach, outreach_courses, outreach_dates
from events.domain.head_counts import record_head_count
from events.domain.refusals import (
    Cancelled,
    CountedByName,
    NotHeldYet,
    NotInThisState,
    ProposalGone,
)
from events.models import Course, HeadCount, OutreachProposal, OutreachRequest, Venue
from events.models.outreach import TRANSITIONS
from events.personal.outreach import destroy_contacts, erase
from tests.events.factories import NOW, make_agreed, make_course, make_request

pytestmark = pytest.mark.django_db
State = OutreachRequest.State


def letters():
    """The mails to the organisation."""
    found = OutboxMessage.objects.filter(to_user=None).order_by("created_at")
    return list(found.values_list("template", "language"))


def told():
    """The mails to staff: to whom, what the organisation said, in which words and language."""
    found = OutboxMessage.objects.filter(template="events.outreach_answered")
    return [
        (mail.to_user, mail.context["answer"], mail.context["words"], mail.language)
        for mail in found.order_by("created_at")
    ]


def words():
    return list(Entry.objects.order_by("pk").values_list("action", flat=True))


def propose(request, days=20, **fields):
    start = NOW + timedelta(days=days)
    return outreach_dates.propose(
        request, starts_at=start, ends_at=start + timedelta(hours=2), by=None, now=NOW, **fields
    )


def test_the_whole_way_from_the_letter_to_the_class(staff_user):
    staff = staff_user("coordinator")
    request = make_request(language="en")
    outreach.take_on(request, by=staff, now=NOW)
    assert (request.state, request.assigned_to) == (State.IN_TRIAGE, staff)
    first = propose(request)
    outreach_dates.ask_another(first, wish="오전이 좋아요", by=None, now=NOW)
    request.refresh_from_db()
    assert (request.state, first.state, first.answer) == ("in_triage", "refused", "오전이 좋아요")
    second = propose(request, days=22, lecturer="공인노무사")
    outreach_dates.accept(second, by=None, now=NOW)
    course = outreach_courses.make_course(
        request, title="근로계약서 읽기", is_listed=True, by=staff, now=NOW
    )
    assert (course.kind, course.status, course.is_listed) == ("outreach", "published", True)
    assert (course.takes_registrations, course.lecturer) == (False, "공인노무사")
    assert (course.audience_group, course.category) == ("students", request.category)
    assert (course.venue.name, course.venue.district) == ("달빛여자고등학교", "guro")
    [session] = course.sessions.all()
    assert (session.starts_at, session.ends_at) == (second.starts_at, second.ends_at)
    record_head_count(session, adults=3, children=80, by=staff, now=session.ends_at)
    request.refresh_from_db()
    assert (request.state, request.course) == (State.HELD, course)
    names = ["received", "in_triage", "proposed", "another", "proposed", "agreed", "held"]
    assert letters() == [(f"events.outreach_{name}", "en") for name in names]
    steps = ["received", "in_triage", "proposed", "in_triage", "proposed", "agreed"]
    ours = [word.rpartition(".")[2] for word in words() if word.startswith("events.outreachr")]
    assert ours == [*steps, "made_course", "held"]


@pytest.mark.parametrize("source", State.values)
def test_only_the_states_of_the_table_follow(source):
    for target in State.values:
        request = make_request()
        OutreachRequest.objects.filter(pk=request.pk).update(state=source)
        request.refresh_from_db()
        with transaction.atomic():
            try:
                outreach.step(request, target, by=None, now=NOW)
                moved = True
            except NotInThisState:
                moved = False
        assert moved is (target in TRANSITIONS[source]), (source, target)


def test_the_same_form_sent_twice_is_one_request():
    key = uuid.uuid4()
    first, second = make_request(submission=key), make_request(submission=key)
    assert first.pk == second.pk
    assert OutreachRequest.objects.count() == 1
    assert letters() == [("events.outreach_received", "ko")]
    assert first.preferred_dates.count() == 1


def test_nothing_half_is_kept():
    with pytest.raises(ValidationError):
        make_request(contact_email="no address")
    assert OutreachRequest.objects.count() == 0
    request = make_request()
    for change in (
        {"contact_email": ""},
        {"expected": 0},
        {"contact_destroyed_at": NOW},
        {"course": make_course(publish=False)},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            OutreachRequest.objects.filter(pk=request.pk).update(**change)


def test_a_date_is_agreed_once_however_often_it_is_pressed():
    request = make_request()
    proposal = propose(request)
    for _again in range(3):
        outreach_dates.accept(proposal, by=None, now=NOW)
    assert letters()[-1] == ("events.outreach_agreed", "ko")
    assert [name for name, _language in letters()].count("events.outreach_agreed") == 1
    with pytest.raises(ProposalGone):
        outreach_dates.ask_another(proposal, wish="x", by=None, now=NOW)


def test_a_date_that_was_replaced_or_has_passed_cannot_be_agreed():
    request = make_request()
    old = propose(request)
    new = propose(request, days=30)
    with pytest.raises(ProposalGone):
        outreach_dates.accept(old, by=None, now=NOW)
    with pytest.raises(ProposalGone):
        outreach_dates.accept(new, by=None, now=new.starts_at)
    states = dict(OutreachProposal.objects.values_list("pk", "state"))
    assert states == {old.pk: "replaced", new.pk: "open"}
    with pytest.raises(IntegrityError), transaction.atomic():
        OutreachProposal.objects.filter(pk=old.pk).update(state="open")


def test_withdrawing_calls_the_course_off_and_is_said_once():
    request = make_agreed()
    course = outreach_courses.make_course(
        request, title="근로계약서", is_listed=False, by=None, now=NOW
    )
    assert course.slug.startswith("visit-")
    for _again in range(2):
        outreach.withdraw(request, by=None, now=NOW, reason="시험 기간")
    course.refresh_from_db()
    assert (request.state, course.status) == ("withdrawn", Course.Status.CANCELLED)
    assert [name for name, _language in letters()].count("events.outreach_withdrawn") == 1
    for verb in (
        lambda: outreach.decline(request, reason="x", by=None, now=NOW),
        lambda: propose(request),
        lambda: outreach.mark_held(request, by=None, now=NOW + timedelta(days=99)),
    ):
        with pytest.raises(NotInThisState):
            verb()


def test_whoever_looks_after_a_request_is_told_each_answer_once(staff_user):
    staff, _another = staff_user("coordinator", language="en"), staff_user("coordinator")
    request = outreach.take_on(make_request(), by=staff, now=NOW)
    first = propose(request)
    for _again in range(2):
        outreach_dates.ask_another(first, wish="오전이 좋아요", by=None, now=NOW)
    second = propose(request, days=22)
    for _again in range(2):
        outreach_dates.accept(second, by=None, now=NOW)
    outreach_courses.make_course(request, title="수업", is_listed=False, by=staff, now=NOW)
    for _again in range(2):
        outreach.withdraw(request, by=None, now=NOW, reason="시험 기간")
    assert told() == [
        (staff, "another", "오전이 좋아요", "en"),
        (staff, "agreed", "", "en"),
        (staff, "withdrawn", "시험 기간", "en"),
    ]
    mails = OutboxMessage.objects.filter(to_user=staff).order_by("created_at")
    assert [mail.context["had_course"] for mail in mails] == [False, False, True]
    assert "2026" in mails[1].context["when"]
    assert {mail.context["url"].partition("/admin/")[2] for mail in mails} == {
        f"outreach/{request.pk}/"
    }


def test_where_nobody_looks_after_a_request_the_coordinators_are_told(staff_user):
    staff_user("editor")
    staff_user("coordinator", is_active=False)
    coordinators = [staff_user("coordinator"), staff_user("coordinator")]
    left = staff_user("coordinator")
    request = outreach.take_on(make_request(), by=left, now=NOW)
    left.groups.clear()
    outreach.withdraw(OutreachRequest.objects.get(pk=request.pk), by=None, now=NOW)
    assert [person for person, *_rest in told()] == coordinators


def test_staff_are_not_told_of_what_they_did_themselves(staff_user):
    staff = staff_user("coordinator")
    outreach_dates.accept(propose(make_request()), by=staff, now=NOW)
    outreach_dates.ask_another(propose(make_request()), wish="오전", by=staff, now=NOW)
    outreach.withdraw(make_request(), by=staff, now=NOW)
    outreach.decline(make_request(), reason="강사", by=None, now=NOW)
    assert told() == []


@pytest.mark.parametrize("answer", ["agreed", "another", "withdrawn"])
@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_mail_to_staff_says_what_was_answered_and_what_comes_next(answer, language):
    context = {**SAMPLE_ANSWER, "answer": answer, "had_course": True}
    mail = render("events.outreach_answered", context, language=language)
    said = {
        "ko": {"agreed": "수락", "another": "다른 날짜", "withdrawn": "취소"},
        "en": {"agreed": "accepts", "another": "another date", "withdrawn": "withdraws"},
    }[language][answer]
    for part in (mail.subject, mail.text, mail.html):
        assert said in part
    for part in (mail.text, mail.html):
        assert context["words"] in part
        assert context["url"] in part
        assert (("폐강" if language == "ko" else "has been cancelled") in part) is (
            answer == "withdrawn"
        )


def test_a_course_is_made_once_and_only_of_what_is_agreed():
    request = make_agreed()
    first, second = (
        outreach_courses.make_course(request, title="수업", is_listed=True, by=None, now=NOW)
        for _again in range(2)
    )
    assert first.pk == second.pk
    assert (Course.objects.count(), Venue.objects.count()) == (1, 1)
    with pytest.raises(NotInThisState):
        propose(request)
    request.refresh_from_db()
    assert request.state == State.AGREED
    with pytest.raises(NotInThisState):
        outreach_courses.make_course(make_request(), title="수업", is_listed=True, by=None, now=NOW)


def test_a_class_is_not_held_before_it_begins():
    request = make_agreed()
    with pytest.raises(NotHeldYet):
        outreach.mark_held(request, by=None, now=NOW)
    outreach.mark_held(request, by=None, now=NOW + timedelta(days=21))
    assert request.state == State.HELD


def test_people_are_counted_where_nobody_registers(staff_user):
    staff = staff_user("coordinator")
    [named] = make_course().sessions.all()
    with pytest.raises(CountedByName):
        record_head_count(named, adults=1, children=0, by=staff, now=named.ends_at)
    desk = make_course(slug="desk", takes_registrations=False, capacity=0)
    [session] = desk.sessions.all()
    with pytest.raises(NotHeldYet):
        record_head_count(session, adults=1, children=0, by=staff, now=NOW)
    for adults in (12, 14):
        record_head_count(session, adults=adults, children=2, by=staff, now=session.ends_at)
    [count] = HeadCount.objects.all()
    assert (count.adults, count.children, count.recorded_by) == (14, 2, staff)
    entry = Entry.objects.filter(action="events.headcount.recorded").order_by("-pk").first()
    assert (entry.before, entry.after) == (
        {"adults": 12, "children": 2},
        {"adults": 14, "children": 2},
    )
    session.status = "cancelled"
    session.save()
    with pytest.raises(Cancelled):
        record_head_count(session, adults=1, children=0, by=staff, now=session.ends_at)


def test_a_renewed_link_shuts_the_old_one():
    request = make_request()
    old = request.token
    outreach.renew_link(request, by=None)
    assert request.token != old
    assert not OutreachRequest.objects.filter(token=old).exists()
    assert letters()[-1] == ("events.outreach_in_triage", "ko")


def test_contacts_are_destroyed_half_a_year_after_the_end():
    running, ended = make_request(), make_request()
    proposal = propose(ended, message="1학기")
    outreach.write_notes(ended, notes="김 선생님과 통화", by=None)
    outreach.decline(ended, reason="강사가 없습니다", by=None, now=NOW)
    assert destroy_contacts(NOW) == []
    assert destroy_contacts(NOW + timedelta(seconds=1)) == [str(ended.pk)]
    assert destroy_contacts(NOW + timedelta(seconds=1)) == []
    ended.refresh_from_db()
    proposal.refresh_from_db()
    gone = (ended.contact_name, ended.contact_email, ended.contact_phone, ended.notes, ended.wishes)
    assert (*gone, ended.end_reason, proposal.message, ended.token) == (*[""] * 7, None)
    assert (ended.organisation, ended.state) == ("달빛여자고등학교", "declined")
    running.refresh_from_db()
    assert running.contact_name == "담당 선생님"
    before = OutboxMessage.objects.count()
    for verb in (
        lambda: outreach.write_notes(ended, notes="또", by=None),
        lambda: outreach.renew_link(ended, by=None),
    ):
        with pytest.raises(NotInThisState):
            verb()
    assert OutboxMessage.objects.count() == before


def test_no_words_of_the_contact_stand_in_the_audit_log():
    request = make_request(contact_name="아무개", contact_email="a@b.example")
    outreach.write_notes(request, notes="비밀 메모", by=None)
    text = "".join(f"{entry.before}{entry.after}{entry.note}" for entry in Entry.objects.all())
    assert not any(word in text for word in ("아무개", "a@b.example", "비밀 메모", request.token))


def test_links_to_staff_who_leave_are_cut(staff_user):
    staff = staff_user("coordinator")
    request = make_request()
    outreach.take_on(request, by=staff, now=NOW)
    start = NOW + timedelta(days=3)
    proposal = outreach_dates.propose(
        request, starts_at=start, ends_at=start + timedelta(hours=1), by=staff, now=NOW
    )
    list(erase(staff, timezone.now()))
    request.refresh_from_db()
    proposal.refresh_from_db()
    assert (request.assigned_to, proposal.proposed_by) == (None, None)
