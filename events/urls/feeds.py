"""Calendar feeds under ``/feeds/classes/``: for programs, the same in every language."""

from django.urls import path

from events import paths  # noqa: F401 - registers the converters
from events.views import feeds, sharing

app_name = "events_feeds"
urlpatterns = [
    path("classes.json", sharing.classes_json, name="json"),
    path("category/<slug:slug>.ics", feeds.category, name="category"),
    path("series/<words:slug>.ics", feeds.series, name="series"),
    path("venue/<int:pk>.ics", feeds.venue, name="venue"),
    path("staff/<str:token>.ics", feeds.staff, name="staff"),
    path("course/<words:slug>.ics", feeds.course, name="course"),
]
