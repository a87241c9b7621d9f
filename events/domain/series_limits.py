"""One course for each person in a series: switched on and off, and courses moved between series.

Live registrations carry the series they count against, and the database lets a person have
one. All of a series' courses are held while that changes, and registering reads the limit
while it holds its course: nobody slips in between.
"""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from cms.audit.log import record
from events.domain.refusals import SeriesHeldTwice
from events.models import Course, Registration, Series


def limit_series(series: Series, *, one_per_person: bool, by: Any, now: datetime) -> Series:
    """Switch the limit of a series on or off, for registrations already made as well.

    Raises SeriesHeldTwice, and changes nothing, when somebody is in two of its courses.
    """
    del now
    with transaction.atomic():
        list(_held_courses(series))
        current = Series.objects.select_for_update(no_key=True).get(pk=series.pk)
        # Once more: a course may have come to the series while its row was waited for.
        held = list(_held_courses(series))
        if current.one_per_person != one_per_person:
            Series.objects.filter(pk=series.pk).update(one_per_person=one_per_person)
            record(
                "events.series.limited",
                subject=series,
                by=by,
                before={"one_per_person": current.one_per_person},
                after={"one_per_person": one_per_person},
            )
        for course in held:
            _enter(course, series.pk if one_per_person else None)
    series.refresh_from_db()
    return series


def follow_series(course: Course) -> None:
    """Let the live registrations of a held course count against the series it is in now.

    Raises SeriesHeldTwice when somebody already holds a place in another course of it.
    """
    limited = Series.objects.filter(courses=course, one_per_person=True).exists()
    _enter(course, course.series_id if limited else None)
    series = Series.objects.select_for_update(no_key=True).filter(courses=course).first()
    _enter(course, series.pk if series is not None and series.one_per_person else None)


def _held_courses(series: Series) -> Any:
    """Return the series' courses, held in one order, so that two changes do not lock each other."""
    return (
        Course.objects.select_for_update(no_key=True, of=("self",))
        .filter(series=series)
        .order_by("pk")
    )


def _enter(course: Course, limited: int | None) -> None:
    live = course.registrations.filter(state__in=Registration.LIVE, person__isnull=False)
    try:
        with transaction.atomic():
            live.update(limited_series_id=limited)
    except IntegrityError as error:
        raise SeriesHeldTwice from error
