"""Until when a member may change or give up a seat by themselves."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from cms.models import centre
from events.domain.letters import moment
from events.domain.refusals import TooLateToCancel
from events.models import Course, Registration


def cancel_until(course: Course) -> datetime | None:
    """Return the last instant members may cancel before; None when it is the end of the course."""
    if not course.cancel_until_hours or course.starts_at is None:
        return None
    return course.starts_at - timedelta(hours=course.cancel_until_hours)


def is_late(registration: Registration, now: datetime) -> bool:
    """Whether the member holds a seat and the limit has passed; a queue one may always leave."""
    until = cancel_until(registration.course)
    return registration.is_confirmed and until is not None and now >= until


def refuse_late(registration: Registration, *, now: datetime) -> None:
    """Raise TooLateToCancel, saying until when it was possible and whom to call."""
    if is_late(registration, now):
        raise TooLateToCancel(late_in_words(registration.course))


def late_in_words(course: Course) -> str:
    """Return the sentence for somebody who is late."""
    facts = centre()
    return _(
        "You could change or cancel it here until %(until)s. If you cannot come, "
        "please call us: %(phone)s"
    ) % {
        "until": moment(cancel_until(course)),
        "phone": facts.text("hotline") or facts.phone,
    }
