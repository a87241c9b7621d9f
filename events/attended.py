"""Who came, in words for the person: one line for each session of which something is known."""

from typing import Any

from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.models import Attendance, Registration

TONES = {"came": "success", "absent": "neutral", "excused": "info"}


def attendance_lines(registration: Registration) -> list[dict[str, Any]]:
    """Return ``{"when", "label", "tone", "more"}`` of each session, in order."""
    known = (
        registration.attendances.exclude(state=Attendance.State.UNDONE)
        .select_related("session")
        .order_by("session__starts_at")
    )
    labels = {"came": _("Attended"), "absent": _("Did not come"), "excused": _("Excused")}
    return [
        {
            "when": formats.date_format(
                timezone.localtime(row.session.starts_at), "MONTH_DAY_FORMAT"
            ),
            "label": labels[row.state],
            "tone": TONES[row.state],
            "more": _more(row),
        }
        for row in known
    ]


def _more(row: Attendance) -> str:
    if not row.has_come or row.at is None:
        return ""
    parts = [_("in at %(at)s") % {"at": f"{timezone.localtime(row.at):%H:%M}"}]
    if row.children_came:
        parts.append(
            ngettext("%(number)d child", "%(number)d children", row.children_came)
            % {"number": row.children_came}
        )
    return ", ".join(parts)
