"""A member's own addresses under ``/my/classes/``."""

from django.urls import path

from events import paths  # noqa: F401 - registers the converters
from events.views import after, changing, here, mine, offers, ticket

app_name = "events_my"
urlpatterns = [
    path("", mine.registrations, name="list"),
    path("here/<int:pk>/", here.here, name="here"),
    path("<reference:reference>/ticket.svg", ticket.code, name="ticket"),
    path("<reference:reference>/check-in/", here.check_in, name="check_in"),
    path("<reference:reference>/", mine.registration, name="registration"),
    path("<reference:reference>/cancel/", mine.cancel, name="cancel"),
    path("<reference:reference>/certificate/", after.certificate, name="certificate"),
    path("<reference:reference>/certificate/pdf/", after.pdf, name="certificate_pdf"),
    path("<reference:reference>/survey/", after.survey, name="survey"),
    path("<reference:reference>/change/", changing.change, name="change"),
    path("<reference:reference>/offer/", offers.offer, name="offer"),
]
