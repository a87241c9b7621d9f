"""Public addresses under ``/classes/``."""

from django.urls import path

from events import paths  # noqa: F401 - registers the converters
from events.views import calendar, course, listing, materials

app_name = "events"
urlpatterns = [
    path("", listing.courses, name="list"),
    path("calendar/", calendar.this_month, name="calendar"),
    path("calendar/<int:year>/<int:month>/", calendar.month, name="month"),
    path("materials/<int:pk>/", materials.material, name="material"),
    path("<words:slug>/", course.detail, name="course"),
    path("<words:slug>/register/", course.register, name="register"),
]
