"""The pause after several no-shows, where a centre wants one.

A no-show is a session somebody held a confirmed seat for and was marked absent from.
"""

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from events import queries
from events.domain.letters import moment
from events.domain.refusals import RegistrationPaused
from events.settings import ClassSettings
from plugins.api import current

# A month of the setting is four weeks and a little: nobody counts days by months.
DAYS_OF_A_MONTH = 30


def refuse(person: Any, *, now: datetime) -> None:
    """Raise RegistrationPaused while the person's last no-shows keep them from registering."""
    rule = current(ClassSettings)
    if not rule.no_shows_allowed:
        return
    since = now - timedelta(days=DAYS_OF_A_MONTH * rule.no_show_months)
    ended = queries.no_shows_of(person, since)
    if len(ended) < rule.no_shows_allowed:
        return
    until = max(ended) + timedelta(weeks=rule.no_show_pause_weeks)
    if now < until:
        raise RegistrationPaused(
            _(
                "You did not come to %(number)s classes you had a seat for. You can register "
                "again from %(until)s. If there was a reason, please call us."
            )
            % {"number": len(ended), "until": moment(until)}
        )
