"""Figures of the classes for staff and reports, over days in Seoul."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.models import Registration
from plugins.api import Contribution, Dimension, ReportMetric

LABELS = {
    "sessions": (_("Sessions held"), pgettext_lazy("unit", "sessions")),
    "participants": (_("Participants"), pgettext_lazy("unit", "people")),
    "adults": (_("Participants: adults"), pgettext_lazy("unit", "people")),
    "children": (_("Participants: children and pupils"), pgettext_lazy("unit", "people")),
}
DIMENSIONS = {
    "programme": _("Programme"),
    "way": _("Who comes to whom"),
    "audience": _("For whom"),
}


def contributions() -> Iterable[Contribution]:
    """Return the metrics of what was held, each by programme, way and audience, with its plan."""
    dimensions = tuple(
        Dimension(name=name, label=label, parts=_parts(name)) for name, label in DIMENSIONS.items()
    )
    for order, (name, (label, unit)) in enumerate(LABELS.items(), start=20):
        yield ReportMetric(
            key="events.sessions_held" if name == "sessions" else f"events.{name}",
            label=label,
            unit=unit,
            measure=_measure(name),
            dimensions=dimensions,
            break_down=_break_down(name),
            planned=_planned(name),
            records=_records(),
            order=order,
        )


# Contributions are gathered before an import of queries is cheap; these fetch when called.


def _measure(name: str) -> Any:
    def measure(first: date, last: date) -> int:
        from events.figures import held as figures_held

        return figures_held.total(name, first, last)

    return measure


def _break_down(name: str) -> Any:
    def break_down(dimension: str, first: date, last: date) -> Any:
        from events.figures import held as figures_held

        return figures_held.by_month(name, dimension, first, last)

    return break_down


def _planned(name: str) -> Any:
    def planned(year: int, dimension: str) -> Any:
        from events.figures import held as figures_held

        return figures_held.planned(name, year, dimension)

    return planned


def _parts(dimension: str) -> Any:
    def parts() -> Any:
        from events.figures import held as figures_held

        return figures_held.parts_of(dimension)

    return parts


def _records() -> Any:
    def records(dimension: str, part: str, first: date, last: date) -> str:
        asked = {"from": first.isoformat(), "to": last.isoformat()}
        if dimension:
            asked[dimension] = part
        return f"{reverse('sessions_held:index')}?{urlencode(asked)}"

    return records


def sessions_held(first: date, last: date) -> int:
    """Return the sessions of those days that were held."""
    from events.figures import held as figures_held

    return figures_held.total("sessions", first, last)


def seats_given(first: date, last: date) -> int:
    """Return the seats of courses confirmed in those days, given back since or not."""
    return Registration.objects.filter(
        confirmed_at__date__gte=first, confirmed_at__date__lte=last
    ).count()
