"""Too few registrations: asking the coordinators once, and going ahead all the same.

The course's ``decide_by`` is the instant the question is put. ``asked_to_decide_at`` is set
by a conditional UPDATE: of any number of workers one asks, and it asks once.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from cms.audit.log import record
from cms.mail.links import absolute
from cms.mail.outbox import queue
from cms.pagecache.version import touch
from cms.templatetags.design import moment
from events.domain.coordinators import coordinators
from events.domain.refusals import Cancelled, Refusal, TooLate
from events.domain.registrations import hold
from events.models import Course, CourseState


class NothingToDecide(Refusal):
    """Enough are registered, no minimum is set, or it was decided before."""

    code = "nothing_to_decide"
    message = _("There is nothing to decide about this course any more.")


def undecided(now: datetime) -> QuerySet[Course]:
    """Return the published courses before their start with fewer registrations than they need,
    whose time to decide has come."""
    return Course.objects.filter(
        status=Course.Status.PUBLISHED,
        takes_registrations=True,
        decide_by__lte=now,
        goes_ahead_at=None,
        taken__lt=F("minimum"),
        starts_at__gt=now,
    )


def ask_all() -> None:
    """Ask about every course whose time has come; what the worker runs."""
    now = timezone.now()
    for course in undecided(now).filter(asked_to_decide_at=None).order_by("pk"):
        ask_to_decide(course, now=now)


def ask_to_decide(course: Course, *, now: datetime) -> bool:
    """Mail the coordinators about a course with too few registrations; whether it was done now.

    The condition is asked again by the UPDATE itself: a seat taken meanwhile ends the question.
    """
    with transaction.atomic():
        asked = (
            undecided(now)
            .filter(pk=course.pk, asked_to_decide_at=None)
            .update(asked_to_decide_at=now)
        )
        if not asked:
            return False
        course.refresh_from_db()
        record(
            "events.course.asked",
            subject=course,
            by=None,
            after={"taken": course.taken, "minimum": course.minimum},
        )
        for person in coordinators():
            _mail(course, person)
    return True


def go_ahead(course: Course, *, by: Any, now: datetime) -> Course:
    """Record that the course takes place with fewer than its minimum; return it.

    Raises NothingToDecide, Cancelled or TooLate.
    """
    with transaction.atomic():
        held = hold(course)
        state = held.state_at(now)
        if state is CourseState.CANCELLED:
            raise Cancelled
        if state is CourseState.OVER:
            raise TooLate
        if held.status != Course.Status.PUBLISHED or held.minimum == 0 or held.is_decided:
            raise NothingToDecide
        Course.objects.filter(pk=held.pk).update(goes_ahead_at=now)
        record(
            "events.course.kept",
            subject=held,
            by=by,
            after={"taken": held.taken, "minimum": held.minimum},
        )
        touch()
    course.refresh_from_db()
    return course


def _mail(course: Course, person: Any) -> None:
    with override(person.language):
        context = {
            "name": person.name,
            "title": str(course.title_text),
            "taken": course.taken,
            "minimum": course.minimum,
            "waiting": course.waiting,
            "starts": moment(course.starts_at),
            "url": absolute(reverse("courses:decide", args=[course.pk])),
        }
    queue(
        "events.decide",
        to=person,
        context=context,
        idempotency_key=f"events.decide:{course.pk}:{person.pk}",
        language=person.language,
    )
