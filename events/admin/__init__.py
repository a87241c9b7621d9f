"""Staff screens of the programme: viewsets for the menu "Classes"."""

from events.admin.viewsets import (
    CategoryViewSet,
    ClosedDayViewSet,
    CourseViewSet,
    VenueViewSet,
)

__all__ = ["CategoryViewSet", "ClosedDayViewSet", "CourseViewSet", "VenueViewSet"]
