"""Issuing certificates and taking them back.

A number is drawn from the year's counter in the transaction that writes the certificate: who
comes second for the same registration gives the number back with everything else, so the
numbers of a year have neither gap nor double.
"""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.audit.log import record
from events import queries
from events.domain.refusals import Refusal
from events.entitlements import earned_certificate, shares_of
from events.models import Certificate, CertificateCounter, Course, Registration, Session


class NotEarned(Refusal):
    """The course gives none, is not over, or was not attended often enough."""

    code = "not_earned"
    message = _("There is no certificate for this registration.")


class AlreadyRevoked(Refusal):
    """Somebody has taken it back already."""

    code = "already_revoked"
    message = _("This certificate has already been revoked.")


def issue_certificate(registration: Registration, *, by: Any, now: datetime) -> Certificate:
    """Return the registration's certificate, issued now if there is none yet.

    The same one comes back however often and from however many places it is asked for, a
    revoked one too. Raises NotEarned.
    """
    found = Certificate.objects.filter(registration=registration).first()
    if found is not None:
        return found
    if not earned_certificate(registration, queries.attended_share(registration, now), now):
        raise NotEarned
    try:
        with transaction.atomic():
            year = timezone.localtime(now).year
            certificate = Certificate.objects.create(
                registration=registration,
                year=year,
                sequence=_next_number(year),
                name_as_printed=registration.name,
                issued_at=now,
                **_of_the_course(registration.course, now),
            )
            record(
                "events.certificate.issued",
                subject=certificate,
                by=by,
                after={"number": certificate.number, "registration": registration.reference},
            )
    except IntegrityError:
        found = Certificate.objects.filter(registration=registration).first()
        if found is None:
            raise
        return found
    return certificate


def issue_to_all(course: Course, *, by: Any, now: datetime) -> list[Certificate]:
    """Issue to everybody who has earned one and has none; return the new ones."""
    shares = shares_of(course, now)
    waiting = (
        course.registrations.filter(state=Registration.State.CONFIRMED, certificate__isnull=True)
        .select_related("course", "person")
        .order_by("created_at", "pk")
    )
    return [
        issue_certificate(registration, by=by, now=now)
        for registration in waiting
        if earned_certificate(registration, shares.get(registration.pk, 0), now)
    ]


def revoke_certificate(certificate: Certificate, *, reason: str, by: Any, now: datetime) -> None:
    """Take a certificate back; its number stays taken. Raises AlreadyRevoked."""
    with transaction.atomic():
        changed = Certificate.objects.filter(pk=certificate.pk, revoked_at__isnull=True).update(
            revoked_at=now, revoke_reason=reason
        )
        if not changed:
            raise AlreadyRevoked
        certificate.revoked_at, certificate.revoke_reason = now, reason
        record(
            "events.certificate.revoked",
            subject=certificate,
            by=by,
            before={"number": certificate.number},
            note=reason,
        )


def _next_number(year: int) -> int:
    """Draw the next number; the counter is held until the transaction ends."""
    CertificateCounter.objects.get_or_create(year=year)
    CertificateCounter.objects.filter(year=year).update(issued=F("issued") + 1)
    return int(CertificateCounter.objects.get(year=year).issued)


def _of_the_course(course: Course, now: datetime) -> dict[str, Any]:
    """Return what the certificate says of the course, as it was at ``now``."""
    held = list(
        course.sessions.filter(status=Session.Status.SCHEDULED, ends_at__lte=now).order_by(
            "starts_at"
        )
    )
    seconds = sum((one.ends_at - one.starts_at).total_seconds() for one in held)
    return {
        "course_title": course.title,
        "course_title_en": course.title_en,
        "first_day": timezone.localdate(held[0].starts_at),
        "last_day": timezone.localdate(held[-1].starts_at),
        "sessions": len(held),
        "minutes": round(seconds / 60),
    }
