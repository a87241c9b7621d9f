"""Venues, categories, series and terms: a changed name shows in every calendar that carries it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.db.models import Q

from cms.audit.log import record
from cms.pagecache.version import touch
from events.domain.calendar import republish_all
from events.domain.series_limits import limit_series
from events.models import Category, Course, Series, Term, Venue


def revise_venue(venue: Venue, changes: Mapping[str, Any], *, by: Any, now: datetime) -> Venue:
    """Change a venue and the calendars of the courses and sessions held there."""
    courses = Course.objects.filter(Q(venue=venue) | Q(sessions__venue=venue)).distinct()
    _revise(venue, changes, courses, by=by, now=now)
    return venue


def revise_category(
    category: Category, changes: Mapping[str, Any], *, by: Any, now: datetime
) -> Category:
    """Change a category and the calendars of its courses."""
    _revise(category, changes, category.courses.all(), by=by, now=now)
    return category


def revise_series(series: Series, changes: Mapping[str, Any], *, by: Any, now: datetime) -> Series:
    """Change a series and the calendars of its courses; return it as it is then.

    Raises SeriesHeldTwice when it is to allow one course and somebody is in two, and changes
    nothing then.
    """
    limit = changes.get("one_per_person", series.one_per_person)
    words = {name: value for name, value in changes.items() if name != "one_per_person"}
    with transaction.atomic():
        limit_series(series, one_per_person=limit, by=by, now=now)
        _revise(series, words, series.courses.all(), by=by, now=now)
    return series


def revise_term(term: Term, changes: Mapping[str, Any], *, by: Any, now: datetime) -> Term:
    """Change a term; no calendar carries its name."""
    _revise(term, changes, Course.objects.none(), by=by, now=now)
    return term


def _revise(
    record_: models.Model,
    changes: Mapping[str, Any],
    courses: models.QuerySet[Course],
    *,
    by: Any,
    now: datetime,
) -> None:
    with transaction.atomic():
        current = type(record_)._default_manager.get(pk=record_.pk)
        before = {name: getattr(current, name) for name in changes}
        changed = {name: value for name, value in changes.items() if before[name] != value}
        if not changed:
            return
        for name, value in changed.items():
            setattr(record_, name, value)
        record_.full_clean()
        record_.save(update_fields=list(changed))
        record(
            f"events.{record_._meta.model_name}.revised",
            subject=record_,
            by=by,
            before={name: before[name] for name in changed},
            after=changed,
        )
        republish_all(courses, now=now)
        touch()
