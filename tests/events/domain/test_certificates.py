from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from cms.audit.models import Entry
from events.domain.certificates import (
    AlreadyReplaced,
    AlreadyRevoked,
    NotEarned,
    StillValid,
    issue_certificate,
    issue_to_all,
    latest_of,
    reissue_certificate,
    revoke_certificate,
)
from events.domain.courses import cancel_course
from events.entitlements import shares_of
from events.models import Certificate, CertificateCounter, Course, Session
from events.queries import SEOUL, attended_share
from tests.events.held import held_course, seat

pytestmark = pytest.mark.django_db


def test_a_certificate_says_what_was_and_keeps_saying_it():
    course = held_course(meetings=4, certificate_percent=75)
    registration = seat(course, came=3, name="달님")
    days = [timezone.localdate(one.starts_at) for one in course.sessions.order_by("starts_at")]
    now = timezone.now()
    certificate = issue_certificate(registration, by=registration.person, now=now)
    Course.objects.filter(pk=course.pk).update(title="다른 이름")
    registration.person.name = "별님"
    registration.person.save()
    certificate.refresh_from_db()
    assert {
        name: getattr(certificate, name)
        for name in ("name_as_printed", "course_title", "course_title_en", "sessions", "minutes",
                     "first_day", "last_day", "issued_at", "revoked_at")
    } == {
        "name_as_printed": "달님",
        "course_title": "점심에 배우는 육아휴직",
        "course_title_en": "Parental leave over lunch",
        "sessions": 4,
        "minutes": 240,
        "first_day": days[0],
        "last_day": days[-1],
        "issued_at": now,
        "revoked_at": None,
    }  # fmt: skip
    entry = Entry.objects.get(action="events.certificate.issued")
    assert entry.after == {"number": certificate.number, "registration": registration.reference}
    assert "달님" not in f"{entry.subject_text}{entry.after}{entry.note}"


def test_issuing_again_gives_the_same_one_and_no_number():
    course = held_course(certificate_percent=50)
    registration = seat(course, came=1)
    now = timezone.now()
    first = issue_certificate(registration, by=None, now=now)
    again = issue_certificate(registration, by=None, now=now + timedelta(days=1))
    assert again == first
    assert CertificateCounter.objects.get(year=first.year).issued == 1


def test_numbers_begin_anew_with_each_year_of_seoul():
    course = held_course(certificate_percent=1)
    late = datetime(2031, 12, 31, 23, 59, tzinfo=SEOUL)
    early = datetime(2032, 1, 1, 0, 1, tzinfo=SEOUL)
    numbers = [
        issue_certificate(seat(course, came=1), by=None, now=now).number
        for now in (late, late, early, early)
    ]
    assert numbers == ["2031-0001", "2031-0002", "2032-0001", "2032-0002"]


@pytest.mark.parametrize(("came", "earned"), [(0, False), (2, False), (3, True), (4, True)])
def test_the_share_decides(came, earned):
    course = held_course(meetings=4, certificate_percent=75)
    registration = seat(course, came=came)
    if earned:
        assert issue_certificate(registration, by=None, now=timezone.now()).sequence == 1
    else:
        with pytest.raises(NotEarned):
            issue_certificate(registration, by=None, now=timezone.now())
        assert not CertificateCounter.objects.exists()


def test_none_is_given_before_the_end_nor_where_none_is_promised_nor_of_what_was_called_off():
    course = held_course(meetings=2, certificate_percent=50)
    registration = seat(course, came=2)
    before = course.sessions.order_by("starts_at").last().ends_at - timedelta(seconds=1)
    with pytest.raises(NotEarned):
        issue_certificate(registration, by=None, now=before)
    plain = seat(held_course(slug="plain"), came=1)
    with pytest.raises(NotEarned):
        issue_certificate(plain, by=None, now=timezone.now())
    off = held_course(slug="off", certificate_percent=1)
    gone = seat(off, came=1)
    cancel_course(off, by=None, now=off.starts_at - timedelta(days=1))
    gone.course.refresh_from_db()
    with pytest.raises(NotEarned):
        issue_certificate(gone, by=None, now=timezone.now())


def test_bulk_issues_to_those_who_earned_it_in_order_of_registering():
    course = held_course(meetings=2, certificate_percent=100)
    first, half, last = (seat(course, came=came) for came in (2, 1, 2))
    new = issue_to_all(course, by=None, now=timezone.now())
    assert [(one.registration, one.sequence) for one in new] == [(first, 1), (last, 2)]
    assert not Certificate.objects.filter(registration=half).exists()
    assert issue_to_all(course, by=None, now=timezone.now()) == []


def test_shares_of_a_course_are_those_counted_one_by_one():
    course = held_course(meetings=3)
    seats = [seat(course, came=came) for came in (0, 1, 2, 3)]
    Session.objects.filter(pk=course.sessions.order_by("starts_at")[1].pk).update(
        status="cancelled"
    )
    now = timezone.now()
    shares = shares_of(course, now)
    assert [shares.get(one.pk, 0) for one in seats] == [attended_share(one, now) for one in seats]
    assert [shares.get(one.pk, 0) for one in seats] == [0, 50, 50, 100]


def test_revoking_needs_a_reason_happens_once_and_keeps_the_number():
    course = held_course(certificate_percent=1)
    certificate = issue_certificate(seat(course, came=1), by=None, now=timezone.now())
    revoke_certificate(certificate, reason="이름이 틀림", by=None, now=timezone.now())
    certificate.refresh_from_db()
    assert (certificate.is_valid, certificate.revoke_reason) == (False, "이름이 틀림")
    with pytest.raises(AlreadyRevoked):
        revoke_certificate(certificate, reason="다시", by=None, now=timezone.now())
    assert issue_certificate(certificate.registration, by=None, now=timezone.now()) == certificate
    with pytest.raises(IntegrityError), transaction.atomic():
        Certificate.objects.filter(pk=certificate.pk).update(revoke_reason="")


def test_a_guest_gets_one_too():
    course = held_course(certificate_percent=1)
    registration = seat(course, came=1)
    type(registration).objects.filter(pk=registration.pk).update(
        person=None, guest_name="손님", guest_phone="010"
    )
    registration.refresh_from_db()
    certificate = issue_certificate(registration, by=None, now=timezone.now())
    assert certificate.name_as_printed == "손님"


def revoked(course, **fields):
    """Return a certificate that was issued and taken back."""
    certificate = issue_certificate(seat(course, came=1, **fields), by=None, now=timezone.now())
    revoke_certificate(certificate, reason="이름이 틀림", by=None, now=timezone.now())
    return certificate


def anew(certificate, **more):
    values = {"reason": "이름을 바로잡음", "by": None, "now": timezone.now(), **more}
    return reissue_certificate(certificate, **values)


def test_a_new_one_has_its_own_number_and_name_and_the_old_one_stays_void(member):
    old = revoked(held_course(certificate_percent=1), name="달님")
    registration = old.registration
    registration.person.name = "별님"
    registration.person.save()
    registration.refresh_from_db()
    now = timezone.now()
    new = anew(old, by=member, now=now)
    old.refresh_from_db()
    assert (new.sequence, new.name_as_printed, new.is_valid, new.replaces) == (
        old.sequence + 1, "별님", True, old,
    )  # fmt: skip
    assert new.token != old.token
    assert (old.is_valid, old.name_as_printed, old.revoke_reason) == (False, "달님", "이름이 틀림")
    assert old.is_replaced
    assert latest_of(registration) == new
    entry = Entry.objects.get(action="events.certificate.reissued")
    assert (entry.by, entry.note, entry.before, entry.after) == (
        member, "이름을 바로잡음", {"number": old.number},
        {"number": new.number, "registration": registration.reference},
    )  # fmt: skip
    assert issue_certificate(registration, by=None, now=now) == new
    assert issue_to_all(registration.course, by=None, now=now) == []


def test_only_what_was_taken_back_is_replaced_and_once():
    course = held_course(certificate_percent=1)
    valid = issue_certificate(seat(course, came=1), by=None, now=timezone.now())
    with pytest.raises(StillValid):
        anew(valid)
    old = revoked(course)
    new = anew(old)
    with pytest.raises(AlreadyReplaced):
        anew(old)
    with pytest.raises(StillValid):
        anew(new)
    revoke_certificate(new, reason="또 틀림", by=None, now=timezone.now())
    third = anew(new)
    assert [one.number for one in (old, new, third)] == [
        f"{old.year}-{number:04d}" for number in (2, 3, 4)
    ]
    assert CertificateCounter.objects.get(year=old.year).issued == 4


def test_none_is_issued_anew_where_it_is_no_longer_earned_or_no_name_is_kept():
    course = held_course(certificate_percent=1)
    seldom, nameless, guest = revoked(course), revoked(course), revoked(course)
    seldom.registration.attendances.update(state="absent", at=None)
    nameless.registration.person.name = ""
    nameless.registration.person.save()
    type(guest.registration).objects.filter(pk=guest.registration_id).update(
        person=None, guest_name="–", guest_phone="–"
    )
    for one in (seldom, nameless, guest):
        with pytest.raises(NotEarned):
            anew(Certificate.objects.get(pk=one.pk))
    assert Certificate.objects.count() == CertificateCounter.objects.get().issued == 3


def test_the_database_keeps_one_first_one_that_stands_and_one_in_place_of_each():
    old = revoked(held_course(certificate_percent=1))
    new = anew(old)
    fields = {
        name: getattr(new, name)
        for name in ("registration_id", "year", "first_day", "last_day", "sessions", "minutes",
                     "issued_at")
    }  # fmt: skip
    gone = {"revoked_at": timezone.now(), "revoke_reason": "x"}
    for wrong in (gone, {"replaces": new}, {"replaces": old, **gone}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Certificate.objects.create(**fields, sequence=99, **wrong)
