"""Mails about seats: what goes into the outbox, in the reader's language, with invitations.

Each person's calendar obeys only what is newer than what it has. An invitation's
sequence is the session's own plus the registration's ``invitation_base``, one more
when it takes the session out; both only grow, so the later letter always wins.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import override

from cms.calendars.invitations import invitation
from cms.mail.links import absolute
from cms.mail.outbox import queue
from events.domain.calendar import course_url, entry_of
from events.models import Course, Registration, Session
from events.qr import png_of, ticket_address
from plugins.api import Attachment, CompleteMail

# A weekly course of a term fits; beyond it the personal calendar link serves better.
MOST_INVITATIONS = 16
# Mails that say that a seat is certain bring the ticket along.
WITH_TICKET = frozenset({"registered", "promoted"})
# What many are told at the same instant is written when it is sent.
WRITTEN_LATER = frozenset({"registered", "promoted", "waiting", "applied"})
TICKET = "ticket@pumasi"  # a Content-ID has the form of an address (RFC 2392)
_INSIDE = {"registration", "state", "had_seat", "at", "template"}


def seat_letter(
    template: str,
    registration: Registration,
    *,
    now: datetime,
    extra: Mapping[str, Any] | None = None,
    edition: str = "",
) -> None:
    """Queue the mail ``template`` about one registration, with what its calendar needs.

    A confirmed seat carries invitations to the sessions still to come, a cancelled one
    takes them out again, a place in the queue carries none. The same mail is queued once
    for each version of the registration, and ``edition`` of what it tells of.
    """
    person = registration.person
    if person is None:
        # A guest has a telephone and no address.
        return
    found = CompleteMail(
        context={
            "registration": registration.pk,
            "state": registration.state,
            "had_seat": registration.confirmed_at is not None,
            "at": now.isoformat(),
            "template": template,
            **(extra or {}),
        }
    )
    if template not in WRITTEN_LATER:
        found = _written(registration, found.context)
    queue(
        f"events.{template}",
        to=person,
        context=found.context,
        idempotency_key=f"events.{template}:{registration.pk}:{registration.version}:{edition}",
        language=person.language,
        attachments=found.attachments,
    )


def complete_letter(context: Mapping[str, Any], language: str) -> CompleteMail:
    """Return the whole mail of what ``seat_letter`` queued, as things stood then.

    When and where the sessions are is told as it is now: a letter that says so is on its way,
    and this one need not be wrong. Raises Registration.DoesNotExist where it was erased.
    """
    if "registration" not in context:
        return CompleteMail(context=context)  # queued whole
    found = Registration.objects.select_related("person", "course__category", "course__venue").get(
        pk=context["registration"]
    )
    if found.person is not None:
        found.person.language = language
    found.state = context["state"]
    return _written(found, context)


def _written(registration: Registration, told: Mapping[str, Any]) -> CompleteMail:
    """Return the mail about a registration that is, in memory, as it was to be told of."""
    now = datetime.fromisoformat(told["at"])
    sessions = list(coming_sessions(registration.course, now))
    held_seat = registration.is_confirmed or told["had_seat"]
    has_ticket = bool(sessions) and registration.is_confirmed and told["template"] in WITH_TICKET
    picture = {TICKET: png_of(ticket_address(registration))} if has_ticket else {}
    return CompleteMail(
        context={
            **seat_context(registration, sessions),
            "ticket_cid": TICKET if has_ticket else "",
            **{name: value for name, value in told.items() if name not in _INSIDE},
        },
        attachments=invitations_for(registration, sessions) if held_seat else [],
        pictures=picture,
    )


def session_letter(
    template: str,
    session: Session,
    registrations: Iterable[Registration],
    *,
    extra: Mapping[str, Any],
) -> None:
    """Queue the mail about one changed session to each person of ``registrations``."""
    for registration in registrations:
        registration.course = session.course
        person = registration.person
        if person is None:
            continue
        with override(person.language):
            changed = {"when": when(session), "place": session.place_text}
        queue(
            f"events.{template}",
            to=person,
            context={
                **seat_context(registration, [session]),
                **changed,
                **{
                    key: value(person.language) if callable(value) else value
                    for key, value in extra.items()
                },
            },
            idempotency_key=(
                f"events.{template}:{session.pk}:{session.sequence}:{registration.pk}"
            ),
            language=person.language,
            attachments=invitations_for(registration, [session]),
        )


def seat_context(registration: Registration, sessions: Iterable[Session]) -> dict[str, Any]:
    """Return the plain values every letter about a seat may use."""
    course, person = registration.course, registration.person
    with override(person.language if person is not None else "ko"):
        return {
            "name": registration.name,
            "title": str(course.title_text),
            "reference": registration.reference,
            "place": course.place_text,
            "address": str(course.venue.address_text) if course.venue else "",
            "bring": str(course.bring_text),
            "childcare": str(course.childcare_text),
            "childcare_places": registration.childcare_places,
            "online_url": course.online_url if registration.is_confirmed else "",
            "offer_ends": moment(registration.offer_expires_at),
            "offer_hours": course.offer_hours if course.promotion == "offer" else 0,
            "offer_url": absolute(reverse("events_my:offer", args=[registration.reference])),
            "is_draw": course.admission == Course.Admission.LOTTERY,
            "closes": moment(course.registration_closes_at),
            "sessions": [when(session) for session in sessions],
            "reason": registration.cancel_reason,
            "url": course_url(course, person.language if person is not None else "ko"),
            "manage_url": absolute(
                reverse("events_my:registration", args=[registration.reference])
            ),
        }


def coming_sessions(course: Course, now: datetime) -> Iterable[Session]:
    """Return the sessions still to come, their relations loaded."""
    sessions = course.sessions.select_related("venue").filter(
        ends_at__gt=now, status=Session.Status.SCHEDULED
    )
    for session in sessions:
        session.course = course
    return sessions


def invitations_for(registration: Registration, sessions: Iterable[Session]) -> list[Attachment]:
    """Return an invitation per session, or its withdrawal where it is off for the person."""
    person = registration.person
    if person is None:
        return []
    found = []
    base = _invitation_base(registration)
    for session in list(sessions)[:MOST_INVITATIONS]:
        session.course = registration.course
        entry = entry_of(session, person.language)
        leaving = entry.cancelled or not registration.is_confirmed
        found.append(
            invitation(
                entry,
                method="CANCEL" if leaving else "REQUEST",
                attendee_email=person.email,
                attendee_name=person.name,
                sequence=session.sequence + base + (0 if registration.is_confirmed else 1),
            )
        )
    return found


def _invitation_base(registration: Registration) -> int:
    """Return what the person's earlier registrations for the course used up of SEQUENCE.

    Two for each: one letter in, one letter out. Worked out for the first letter with an
    invitation, and kept: who registers does not wait for it.
    """
    if registration.invitation_base is None:
        earlier = Registration.objects.filter(
            course_id=registration.course_id,
            person_id=registration.person_id,
            pk__lt=registration.pk,
        )
        registration.invitation_base = 2 * earlier.count()
        Registration.objects.filter(pk=registration.pk).update(
            invitation_base=registration.invitation_base
        )
    return registration.invitation_base


def moment(instant: datetime | None) -> str:
    """Return ``2026. 11. 24.(화) 18:00`` in the active language, Seoul's clock."""
    if instant is None:
        return ""
    local = timezone.localtime(instant)
    return f"{formats.date_format(local, 'DATE_FORMAT')} {local:%H:%M}"


def when(session: Session) -> str:
    """Return ``2026. 11. 24.(화) 12:00–13:00`` in the active language, Seoul's clock."""
    start, end = timezone.localtime(session.starts_at), timezone.localtime(session.ends_at)
    date = formats.date_format(start, "DATE_FORMAT")
    return f"{date} {start:%H:%M}–{end:%H:%M}"
