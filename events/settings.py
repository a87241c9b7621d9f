"""What a centre decides about its classes while the site runs."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from plugins.api import setting


@dataclass(frozen=True, kw_only=True)
class ClassSettings:
    """Reminders, and the rule about no-shows; with ``no_shows_allowed`` 0 there is none."""

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
    no_shows_allowed: int = setting(
        _("Pause registering after this many no-shows"),
        default=0,
        minimum=0,
        maximum=20,
        help_text=_("Sessions somebody had a seat for and was marked absent from. 0: no pause."),
    )
    no_show_months: int = setting(
        _("No-shows count for this many months"), default=6, minimum=1, maximum=24
    )
    no_show_pause_weeks: int = setting(
        _("Weeks without registering after the last of them"), default=4, minimum=1, maximum=52
    )

    def leads(self) -> dict[str, timedelta]:
        """Return ``{kind: how long before the start}`` of the reminders that are on."""
        leads = {
            "day": (self.day_before, timedelta(hours=self.day_hours)),
            "hour": (self.hour_before, timedelta(minutes=self.hour_minutes)),
        }
        return {kind: lead for kind, (is_on, lead) in leads.items() if is_on}
