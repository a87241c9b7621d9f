"""Whom a mail to many can go to: a table, from the state of a registration or who came."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from events.models import Attendance, Course, Registration, Session
from members.models import Consent, Purpose

State = Registration.State


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """``who(session)`` is a condition on registrations; some make sense for one session only."""

    label: str | Promise
    who: Callable[[Session | None], Q]
    needs_session: bool = False


def _in(*states: str) -> Callable[[Session | None], Q]:
    return lambda _session: Q(state__in=states)


def _came(session: Session | None) -> Exists:
    rows = Attendance.objects.filter(registration=OuterRef("pk"), state=Attendance.State.CAME)
    return Exists(rows if session is None else rows.filter(session=session))


AUDIENCES: dict[str, Audience] = {
    "seated": Audience(label=_("Everyone with a seat"), who=_in(State.CONFIRMED)),
    "waiting": Audience(label=_("Everyone on the waiting list"), who=_in(State.WAITING)),
    "applied": Audience(label=_("Applicants without an answer"), who=_in(State.APPLIED)),
    "offered": Audience(label=_("Those who were offered a seat"), who=_in(State.OFFERED)),
    "all": Audience(label=_("All of these"), who=_in(*Registration.LIVE)),
    "came": Audience(label=_("Those who came"), who=lambda session: Q(_came(session))),
    "missed": Audience(
        label=_("Those with a seat who did not come"),
        who=lambda session: Q(~_came(session), state=State.CONFIRMED),
        needs_session=True,
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """Who gets the mail and who cannot: guests leave a telephone number and no address."""

    registrations: list[Registration]
    guests: list[Registration]
    without_consent: int = 0

    @property
    def count(self) -> int:
        return len(self.registrations)


def members_of(course: Course, session: Session | None, audience: str) -> QuerySet[Registration]:
    """Return the registrations of an audience, guests among them."""
    return course.registrations.filter(AUDIENCES[audience].who(session)).select_related("person")


def reach(
    course: Course, session: Session | None, audience: str, *, is_advertising: bool = False
) -> Reach:
    """Return whom a mail to that audience reaches; advertising only those who agreed to news."""
    found = members_of(course, session, audience).order_by("pk")
    agreed = Consent.objects.filter(
        user=OuterRef("person"), text__purpose=Purpose.NEWS, withdrawn_at__isnull=True
    )
    found = found.annotate(wants_news=Exists(agreed))
    reached, guests, refused = [], [], 0
    for registration in found:
        if registration.person is None:
            guests.append(registration)
        elif not registration.person.is_active or not registration.person.email:
            continue
        elif is_advertising and not registration.wants_news:
            refused += 1
        else:
            registration.course = course
            reached.append(registration)
    return Reach(registrations=reached, guests=guests, without_consent=refused)


def counts(course: Course, session: Session | None) -> dict[str, int]:
    """Return how many people each audience has, in one query."""
    asked = {
        key: Count("pk", filter=audience.who(session), distinct=True)
        for key, audience in AUDIENCES.items()
    }
    return dict(course.registrations.aggregate(**asked))
