"""Public addresses under ``/classes/``."""

from django.urls import path

from events import paths  # noqa: F401 - registers the converters
from events.views import calendar, course, listing, news, outreach

app_name = "events"
urlpatterns = [
    path("", listing.courses, name="list"),
    path("calendar/", calendar.this_month, name="calendar"),
    path("calendar/<int:year>/<int:month>/", calendar.month, name="month"),
    path("leave-news/<str:token>/", news.leave_news, name="leave_news"),
    path("outreach/", outreach.ask, name="outreach"),
    path("<words:slug>/", course.detail, name="course"),
    path("<words:slug>/register/", course.register, name="register"),
]
