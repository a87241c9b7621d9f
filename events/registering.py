"""What a member's registration asks, and doing it: consent, then the claim, or neither."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from events.domain.claims import NamedChild
from events.domain.refusals import ConsentNeeded
from events.forms.claiming import Claim
from events.models import Course, Registration
from events.questions import asked, asked_of
from members import queries as members
from members.domain import consents
from members.models import Purpose


def new_claim(course: Course, person: Any, *, now: datetime, data: Any = None) -> Claim:
    """Return the forms of registering for ``course``; without childcare and questions, none."""
    return Claim(course, asked(course), now=now, data=data, **_household(course, person))


def claim_of(registration: Registration, person: Any, *, now: datetime, data: Any = None) -> Claim:
    """Return the forms of changing a registration, as it is now."""
    return Claim(
        registration.course,
        asked_of(registration),
        now=now,
        data=data,
        answers=registration.answers,
        chosen=list(registration.children.all()),
        **_household(registration.course, person),
    )


def consent_text(person: Any, now: datetime) -> Any:
    """Return the text on children's data the person has not agreed to yet, or None."""
    if members.has_consented(person, Purpose.CHILDREN):
        return None
    return members.current_texts(now).filter(purpose=Purpose.CHILDREN).first()


@transaction.atomic
def claim(
    verb: Callable[..., Registration],
    *,
    person: Any,
    now: datetime,
    children: Sequence[NamedChild],
    has_agreed: bool,
) -> Registration:
    """Do ``verb`` for a member themselves, recording the consent that came with the children.

    The form lets nobody pass with children who has not agreed before, or ticks it. A consent
    given before is held until the names are stored: it cannot be taken back in between, and
    one that was taken back since the form was shown raises ConsentNeeded.
    """
    if children and not consents.hold(person, Purpose.CHILDREN):
        text = consent_text(person, now)
        if text is not None and not has_agreed:
            raise ConsentNeeded
        if text is not None:
            consents.give(person, [text], by=person, now=now)
    return verb(by=person, now=now, children=children)


def _household(course: Course, person: Any) -> dict[str, Any]:
    if not course.childcare_capacity:
        return {}
    known: Iterable[Any] = person.children.all()
    return {
        "known": list(known),
        "asks_consent": not members.has_consented(person, Purpose.CHILDREN),
    }
