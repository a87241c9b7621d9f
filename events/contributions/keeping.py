"""What goes on by itself: offers that end, seats that are told of, names that are forgotten."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from events.settings import ClassSettings
from plugins.api import (
    Contribution,
    Receiver,
    RetentionRule,
    ScheduledJob,
    SeatReleased,
    SettingsPanel,
)


def contributions() -> Iterable[Contribution]:
    """Return the job, the receiver, the settings and the rules of keeping that belong to seats."""
    yield ScheduledJob(
        key="events.offers",
        run="events.domain.offers.pass_on",
        every=timedelta(minutes=1),
        label=_("Offered seats whose time is over go to the next"),
    )
    yield Receiver(key="events.seat_released", message=SeatReleased, receive=_seat_released)
    yield SettingsPanel(
        key="events.settings",
        label=_("Classes"),
        icon="date",
        values=ClassSettings,
        requires_permission="events.change_course",
    )
    yield RetentionRule(
        key="events.children_names",
        label=_("Children in childcare"),
        rule=_("90 days after the course is over"),
        days=90,
        destroy=_forget_children,
    )
    yield RetentionRule(
        key="events.guests",
        label=_("Names and telephone numbers of guests"),
        rule=_("Half a year after the course is over"),
        days=180,
        destroy=_forget_guests,
    )
    yield RetentionRule(
        key="events.answers",
        label=_("Answers given at registration"),
        rule=_("Half a year after the course is over"),
        days=180,
        destroy=_forget_answers,
    )


def _seat_released(message: SeatReleased) -> None:
    from events.domain import free_seats

    free_seats.seat_released(message)


def _forget_children(before: datetime) -> list[str]:
    from events.domain import forgetting

    return forgetting.forget_children(before)


def _forget_guests(before: datetime) -> list[str]:
    from events.domain import forgetting

    return forgetting.forget_guests(before)


def _forget_answers(before: datetime) -> list[str]:
    from events.domain import forgetting

    return forgetting.forget_answers(before)
