"""Children's names after their parent took back the consent to keep them.

The names go from every registration, at once. Nobody can look after a child they may not know
of, so places for classes to come go back to the course and to the queue too, while the seat or
the place in the queue stays; the person reads this before, and in a letter after. Of what is
over or was given up only the number of children stays: it is nobody's data, and reports count it.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import ngettext

from events.domain.changes import drop_children, is_coming
from events.models import RegisteredChild, Registration


def plan_forgetting(person: Any, now: datetime) -> list[str]:
    """Return what taking the consent back does to the person's registrations, in words."""
    number = RegisteredChild.objects.filter(registration__person=person).count()
    if not number:
        return []
    words = [
        ngettext(
            "The name and year of birth of %(number)d child given with registrations are deleted.",
            "Names and years of birth of %(number)d children given with registrations are deleted.",
            number,
        )
        % {"number": number}
    ]
    for registration in _with_children(person):
        if is_coming(registration, now):
            places = registration.childcare_places
            words.append(
                ngettext(
                    "“%(title)s”: %(places)d childcare place is given back, and others may take "
                    "it. You yourself keep your registration.",
                    "“%(title)s”: %(places)d childcare places are given back, and others may take "
                    "them. You yourself keep your registration.",
                    places,
                )
                % {"title": registration.course.title_text, "places": places}
            )
    return words


def forget_children_of(person: Any, by: Any, now: datetime) -> int:
    """Delete the names, give back places of what is to come; return how many children there were.

    Whom it made room for moves up, in the transaction that takes the consent back.
    """
    with transaction.atomic():
        found = RegisteredChild.objects.filter(registration__person=person)
        number = found.count()
        # In one order of courses: each is held until the end.
        for registration in _with_children(person):
            drop_children(registration, by=by, now=now)
        found.delete()
    return number


def _with_children(person: Any) -> QuerySet[Registration]:
    named = RegisteredChild.objects.filter(registration__person=person)
    return (
        Registration.objects.filter(pk__in=named.values("registration_id"))
        .select_related("course")
        .order_by("course_id", "pk")
    )
