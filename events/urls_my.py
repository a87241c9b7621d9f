"""A member's own addresses under ``/my/classes/``."""

from django.urls import path

from events import paths  # noqa: F401 - registers the converters
from events.views import changing, mine, offers

app_name = "events_my"
urlpatterns = [
    path("", mine.registrations, name="list"),
    path("<reference:reference>/", mine.registration, name="registration"),
    path("<reference:reference>/cancel/", mine.cancel, name="cancel"),
    path("<reference:reference>/change/", changing.change, name="change"),
    path("<reference:reference>/offer/", offers.offer, name="offer"),
]
