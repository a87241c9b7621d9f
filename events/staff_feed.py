"""The calendar of those who run the classes: every session that is not a draft, with numbers.

Numbers only: "22/30 · 대기 3 · 돌봄 4/6" before the description, never a name. They change with
each registration, so the feed's version adds up the counters of courses and registrations,
which only rise; no registration writes anything for the sake of this feed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Q, Sum
from django.utils.translation import gettext as _
from django.utils.translation import override

from cms.calendars.rewording import reworded
from cms.calendars.stamps import BEGINNING
from events.feeds import sessions_to_show
from events.models import Course, Registration
from plugins.api import FeedState

_COUNTED = (
    "course__taken",
    "course__capacity",
    "course__waiting",
    "course__childcare_taken",
    "course__childcare_capacity",
    "course__takes_registrations",
    "course__is_listed",
)


@dataclass(frozen=True)
class StaffFeed:
    """All sessions with the numbers of their courses; the same for whoever may read it."""

    def state(self) -> FeedState:
        """Return the state in two queries.

        A course leaves drafts once and never goes back, its ``feed_version`` only rises, and
        registrations are never deleted: the sums are other numbers after each change.
        """
        courses = Course.objects.exclude(status=Course.Status.DRAFT).aggregate(
            version=Sum("feed_version"),
            # Said besides: seats counted without a registration of their own.
            counted=Sum("taken") + Sum("waiting") + Sum("childcare_taken"),
            modified=Max("feed_modified"),
        )
        people = Registration.objects.aggregate(version=Sum("version"), modified=Max("changed_at"))
        numbers = (courses["version"], courses["counted"], people["version"])
        return FeedState(
            version="staff " + ".".join(str(number or 0) for number in numbers),
            last_modified=max(
                courses["modified"] or BEGINNING, people["modified"] or BEGINNING, BEGINNING
            ),
        )

    def events(self) -> Iterable[str]:
        """Yield the sessions in two queries."""
        applied = _applied()
        found = sessions_to_show().values("vevent", "course_id", *_COUNTED)
        with override("ko"):
            for row in found.iterator(chunk_size=500):
                count, changed = applied.get(row["course_id"], (0, None))
                yield reworded(row["vevent"], note=numbers(row, count), modified=changed)


def numbers(row: dict[str, Any], applied: int) -> str:
    """Return a course's numbers in one line, in the active language."""
    parts = []
    if not row["course__is_listed"]:
        parts.append(_("Not listed"))
    if row["course__takes_registrations"]:
        parts.append(f"{row['course__taken']}/{row['course__capacity']}")
    if applied:
        parts.append(_("%(count)s applied") % {"count": applied})
    if row["course__waiting"]:
        parts.append(_("%(count)s in the queue") % {"count": row["course__waiting"]})
    if row["course__childcare_capacity"]:
        parts.append(
            _("childcare %(taken)s/%(capacity)s")
            % {
                "taken": row["course__childcare_taken"],
                "capacity": row["course__childcare_capacity"],
            }
        )
    return " · ".join(parts)


def _applied() -> dict[int, tuple[int, datetime]]:
    """Return ``{course: (applications before the draw, last change)}``; one query."""
    rows = (
        Registration.objects.order_by()
        .values("course_id")
        .annotate(
            applied=Count("pk", filter=Q(state=Registration.State.APPLIED)),
            changed=Max("changed_at"),
        )
        .values_list("course_id", "applied", "changed")
    )
    return {course_id: (applied, changed) for course_id, applied, changed in rows}
