"""Seats that nobody moves up to any more: the coordinators are told, who then call people.

Told after the fact, and at most once an hour for each course: several who give their
seats back shortly before a class are one mail.
"""

from datetime import UTC, datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from cms.mail.links import absolute
from cms.mail.outbox import queue
from events.domain.coordinators import coordinators
from events.domain.letters import moment
from events.domain.seats import has_seats_to_give
from events.models import Course
from plugins.api import SeatReleased


def seat_released(message: SeatReleased) -> None:
    """Tell the coordinators of the seat, unless the queue has it already."""
    if not message.passed_on:
        course = Course.objects.get(pk=message.course_id)
        tell_of_free_seats(course, now=timezone.now())


def tell_of_free_seats(course: Course, *, now: datetime) -> None:
    """Queue a mail to each coordinator if the course has seats that staff have to give."""
    if not has_seats_to_give(course, now):
        return
    for person in coordinators():
        _mail(course, person, now=now)


def _mail(course: Course, person: Any, *, now: datetime) -> None:
    with override(person.language):
        context = {
            "name": person.name,
            "title": str(course.title_text),
            "free": course.seats_left,
            "waiting": course.waiting,
            "starts": moment(course.starts_at),
            "url": absolute(reverse("courses:registrants", args=[course.pk])) + "?state=waiting",
        }
    queue(
        "events.seat_to_give",
        to=person,
        context=context,
        idempotency_key=(
            f"events.seat_to_give:{course.pk}:{now.astimezone(UTC):%Y%m%d%H}:{person.pk}"
        ),
        language=person.language,
    )
