"""Staff screens of the programme: viewsets for the menu "Classes"."""

from events.admin.planning import SeriesViewSet, TermViewSet
from events.admin.viewsets import (
    CategoryViewSet,
    ClosedDayViewSet,
    CourseViewSet,
    VenueViewSet,
)

__all__ = [
    "CategoryViewSet",
    "ClosedDayViewSet",
    "CourseViewSet",
    "SeriesViewSet",
    "TermViewSet",
    "VenueViewSet",
]
