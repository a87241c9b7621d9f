"""What staff may set of reminders."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from plugins.api import setting


@dataclass(frozen=True, kw_only=True)
class ReminderSettings:
    """Whether there are reminders, and how long before a session each goes out."""

    day_before: bool = setting(_("Remind a day before each session"), default=True)
    day_hours: int = setting(
        _("Hours before the start"),
        default=24,
        minimum=4,
        maximum=72,
        help_text=_("Of the first reminder. Whoever registers later has none."),
    )
    hour_before: bool = setting(_("Remind shortly before each session"), default=True)
    hour_minutes: int = setting(
        _("Minutes before the start"),
        default=60,
        minimum=15,
        maximum=180,
        help_text=_("Of the second reminder."),
    )

    def leads(self) -> dict[str, timedelta]:
        """Return ``{kind: how long before the start}`` of the reminders that are on."""
        leads = {
            "day": (self.day_before, timedelta(hours=self.day_hours)),
            "hour": (self.hour_before, timedelta(minutes=self.hour_minutes)),
        }
        return {kind: lead for kind, (is_on, lead) in leads.items() if is_on}
