"""What a centre decides about its classes while the site runs."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from plugins.api import setting


@dataclass(frozen=True, kw_only=True)
class ClassSettings:
    """The rule about no-shows; with ``no_shows_allowed`` 0 there is none."""

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
