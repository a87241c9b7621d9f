"""Public addresses under ``/classes/``."""

from django.urls import path

from events import paths  # noqa: F401 - registers the converters
from events.views import calendar, course, draw, listing, series

app_name = "events"
urlpatterns = [
    path("", listing.courses, name="list"),
    path("calendar/", calendar.this_month, name="calendar"),
    path("calendar/<int:year>/<int:month>/", calendar.month, name="month"),
    path("series/<words:slug>/", series.series, name="series"),
    path("<words:slug>/", course.detail, name="course"),
    path("<words:slug>/register/", course.register, name="register"),
    path("<words:slug>/draw/", draw.draw, name="draw"),
]
