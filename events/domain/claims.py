"""The row of a claim: inserted, moved from state to state, recorded and told.

Rows are inserted first and the seat is taken last, so that on PostgreSQL the course's
row, which everyone wants, is held only for the end of the transaction.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.db import IntegrityError
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.audit.log import record
from events.domain.letters import seat_letter
from events.domain.refusals import (
    AlreadyInSeries,
    AlreadyRegistered,
    ChildcareNotOffered,
    ChildOutsideAges,
    NotRegistered,
)
from events.models import Course, RegisteredChild, Registration
from events.questions import asked

State = Registration.State


class Named(Protocol):
    """A child as the domain needs it; rows of ``members.Child`` are such."""

    name: str
    birth_year: int


@dataclass(frozen=True, slots=True)
class NamedChild:
    """A child to be looked after: first name or nickname, and birth year."""

    name: str
    birth_year: int


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody without an account, as staff know them."""

    name: str
    phone: str


def insert(
    course: Course,
    *,
    person: Any,
    guest: Guest | None,
    by: Any,
    now: datetime,
    children: Iterable[Named] = (),
    answers: Mapping[str, Any] | None = None,
    **fields: Any,
) -> Registration:
    """Insert the claim with its children and what was asked; takes nothing yet."""
    if (person is None) == (guest is None):
        raise ValueError("A registration is a person's or a guest's.")
    named = list(children)
    refuse_ages(course, named, now=now)
    registration = Registration.objects.create(
        course=course,
        person=person,
        guest_name=guest.name if guest else "",
        guest_phone=guest.phone if guest else "",
        added_by=by if by is not None and (person is None or by.pk != person.pk) else None,
        created_at=now,
        changed_at=now,
        childcare_places=len(named),
        form=asked(course).to_json(),
        answers=dict(answers or {}),
        **fields,
    )
    name_children(registration, named)
    return registration


def name_children(registration: Registration, children: Iterable[Named]) -> None:
    """Add the children's rows."""
    rows = [
        RegisteredChild(registration=registration, name=child.name, birth_year=child.birth_year)
        for child in children
    ]
    if rows:
        RegisteredChild.objects.bulk_create(rows)


def keep_series_limit(registration: Registration, course: Course) -> None:
    """Enter the series that allows the person one course, if the course is of such a one.

    Read and written while the course is held: whoever switches the limit on or moves the
    course holds it too. Another live row of the person is an IntegrityError.
    """
    if registration.person_id is None:
        return
    limited = (
        Course.objects.filter(pk=course.pk, series__one_per_person=True)
        .values_list("series_id", flat=True)
        .first()
    )
    if limited != registration.limited_series_id:
        Registration.objects.filter(pk=registration.pk).update(limited_series_id=limited)
        registration.limited_series_id = limited


def refuse_ages(course: Course, children: Iterable[Named], *, now: datetime) -> None:
    """Raise ChildcareNotOffered or ChildOutsideAges where a child cannot be looked after."""
    for child in children:
        if not course.childcare_capacity:
            raise ChildcareNotOffered
        age = age_at(course, child.birth_year, now=now)
        youngest, oldest = course.childcare_from_age, course.childcare_to_age
        if (youngest is not None and age < youngest) or (oldest is not None and age > oldest):
            raise ChildOutsideAges(
                _("%(name)s cannot be looked after here: %(ages)s.")
                % {"name": child.name, "ages": ages_in_words(course, now=now)}
            )


def age_at(course: Course, birth_year: int, *, now: datetime) -> int:
    """Return the age reached in the year of the first session, in years."""
    return timezone.localtime(course.starts_at or now).year - birth_year


def ages_in_words(course: Course, *, now: datetime) -> str:
    """Return which birth years are looked after: "children born from 2019 to 2023"."""
    year = timezone.localtime(course.starts_at or now).year
    youngest, oldest = course.childcare_from_age, course.childcare_to_age
    if youngest is not None and oldest is not None:
        return _("children born from %(first)s to %(last)s") % {
            "first": year - oldest,
            "last": year - youngest,
        }
    if youngest is not None:
        return _("children born in %(last)s or earlier") % {"last": year - youngest}
    if oldest is not None:
        return _("children born in %(first)s or later") % {"first": year - oldest}
    return ""


def current(registration: Registration, course: Course) -> Registration:
    """Return the registration as it is now, for the held ``course``. Raises NotRegistered."""
    found = Registration.objects.select_related("person").get(pk=registration.pk)
    found.course = course
    if not found.is_live:
        raise NotRegistered
    return found


def change(registration: Registration, *, now: datetime, **values: Any) -> None:
    """Change the registration if it is still in the state it was read in, else NotRegistered."""
    values["changed_at"] = now
    changed = Registration.objects.filter(pk=registration.pk, state=registration.state).update(
        version=F("version") + 1, **values
    )
    if not changed:
        raise NotRegistered
    registration.version += 1
    for name, value in values.items():
        setattr(registration, name, value)


def tell(
    template: str,
    registration: Registration,
    *,
    by: Any,
    now: datetime,
    after: Mapping[str, Any],
    before: Mapping[str, Any] | None = None,
    action: str = "",
    note: str = "",
    extra: Mapping[str, Any] | None = None,
) -> None:
    """Record what happened and queue the letter about it."""
    record(
        f"events.registration.{action or template}",
        subject=registration,
        by=by,
        before=before,
        after=after,
        note=note,
    )
    seat_letter(template, registration, now=now, extra=extra)


def standing(registration: Registration) -> dict[str, Any]:
    """Return what the audit log keeps of a claim: its state and numbers, no names."""
    kept: dict[str, Any] = {"state": registration.state}
    if registration.childcare_places:
        kept["childcare_places"] = registration.childcare_places
    if registration.state == State.WAITING:
        kept["waiting_number"] = registration.waiting_number
    return kept


def held_already(course: Course, person: Any, error: IntegrityError) -> Exception:
    """Return the refusal that a broken uniqueness means, or the error itself."""
    if person is None:
        return error
    live = Registration.objects.filter(person=person, state__in=Registration.LIVE)
    if live.filter(course=course).exists():
        return AlreadyRegistered()
    other = (
        live.filter(limited_series__courses=course).select_related("course").order_by("pk").first()
    )
    if other is None:
        return error
    return AlreadyInSeries(
        _(
            "In this series everyone can take one course, and you are registered for “%(title)s”. "
            "Cancel that one first if you would rather come to this one."
        )
        % {"title": other.course.title_text}
    )
