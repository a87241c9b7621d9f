"""Staff screens of the programme: viewsets for the menu "Classes"."""

from events.admin.board import BoardViewSet
from events.admin.planning import SeriesViewSet, TermViewSet
from events.admin.viewsets import (
    CategoryViewSet,
    ClosedDayViewSet,
    CourseViewSet,
    VenueViewSet,
)

__all__ = [
    "BoardViewSet",
    "CategoryViewSet",
    "ClosedDayViewSet",
    "CourseViewSet",
    "SeriesViewSet",
    "TermViewSet",
    "VenueViewSet",
]
