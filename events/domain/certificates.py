"""Issuing certificates and taking them back.

A number is drawn from the year's counter in the transaction that writes the certificate: who
comes second for the same registration gives the number back with everything else, so the
numbers of a year have neither gap nor double.

What was taken back never stands again. Staff may issue another in its place, with a number and
an address of its own; the old paper's page says that there is one, and not which.
"""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.audit.log import record
from events import queries
from events.domain.forgetting import FORGOTTEN
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


class StillValid(Refusal):
    """Only a certificate that was taken back is replaced by another."""

    code = "still_valid"
    message = _("This certificate is valid. Revoke it first if a new one is needed.")


class AlreadyReplaced(Refusal):
    """Somebody has issued another in its place already."""

    code = "already_replaced"
    message = _("A new certificate has already been issued in place of this one.")


def issue_certificate(registration: Registration, *, by: Any, now: datetime) -> Certificate:
    """Return the registration's certificate, issued now if there is none yet.

    The same one comes back however often and from however many places it is asked for, a
    revoked one too. Raises NotEarned.
    """
    found = latest_of(registration)
    if found is not None:
        return found
    if not earned_certificate(registration, queries.attended_share(registration, now), now):
        raise NotEarned
    try:
        with transaction.atomic():
            certificate = _write(registration, now=now)
            record(
                "events.certificate.issued",
                subject=certificate,
                by=by,
                after={"number": certificate.number, "registration": registration.reference},
            )
    except IntegrityError:
        found = latest_of(registration)
        if found is None:
            raise
        return found
    return certificate


def reissue_certificate(
    certificate: Certificate, *, reason: str, by: Any, now: datetime
) -> Certificate:
    """Issue another in place of one that was taken back; return it, with a number of its own.

    It says what is true now: the name of the account, the sessions held. Raises StillValid,
    AlreadyReplaced, or NotEarned where the attendance no longer suffices or no name is kept.
    """
    registration = certificate.registration
    with transaction.atomic():
        held = Certificate.objects.select_for_update(of=("self",)).get(pk=certificate.pk)
        if held.is_valid:
            raise StillValid
        if held.is_replaced:
            raise AlreadyReplaced
        share = queries.attended_share(registration, now)
        has_name = registration.name not in {"", FORGOTTEN}
        if not (has_name and earned_certificate(registration, share, now)):
            raise NotEarned
        new = _write(registration, now=now, replaces=held)
        record(
            "events.certificate.reissued",
            subject=new,
            by=by,
            before={"number": held.number},
            after={"number": new.number, "registration": registration.reference},
            note=reason,
        )
    return new


def latest_of(registration: Registration) -> Certificate | None:
    """Return the registration's last certificate, revoked or not."""
    return Certificate.objects.filter(registration=registration).order_by("pk").last()


def issue_to_all(course: Course, *, by: Any, now: datetime) -> list[Certificate]:
    """Issue to everybody who has earned one and has none; return the new ones."""
    shares = shares_of(course, now)
    waiting = (
        course.registrations.filter(state=Registration.State.CONFIRMED, certificates__isnull=True)
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


def _write(registration: Registration, *, now: datetime, **fields: Any) -> Certificate:
    """Write a certificate with the next number of the year; in the caller's transaction."""
    year = timezone.localtime(now).year
    return Certificate.objects.create(
        registration=registration,
        year=year,
        sequence=_next_number(year),
        name_as_printed=registration.name,
        issued_at=now,
        **_of_the_course(registration.course, now),
        **fields,
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
