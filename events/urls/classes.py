"""Public addresses under ``/classes/``."""

from django.urls import path

from events import paths  # noqa: F401 - registers the converters
from events.views import (
    calendar,
    course,
    draw,
    listing,
    materials,
    news,
    outreach,
    series,
    subscribing,
)

app_name = "events"
urlpatterns = [
    path("", listing.courses, name="list"),
    path("calendar/", calendar.this_month, name="calendar"),
    path("calendar/<int:year>/<int:month>/", calendar.month, name="month"),
    path("leave-news/<str:token>/", news.leave_news, name="leave_news"),
    path("outreach/", outreach.ask, name="outreach"),
    path("calendar/<int:year>/<int:month>/list/", calendar.month_list, name="month_list"),
    path("calendar/<int:year>/<int:month>/<int:day>/", calendar.day, name="day"),
    path("calendar/<int:year>/w<int:week>/", calendar.week, name="week"),
    path("subscribe/<feedkind:kind>/<words:key>/", subscribing.subscribe, name="subscribe"),
    path("materials/<int:pk>/", materials.material, name="material"),
    path("series/<words:slug>/", series.series, name="series"),
    path("<words:slug>/", course.detail, name="course"),
    path("<words:slug>/register/", course.register, name="register"),
    path("<words:slug>/draw/", draw.draw, name="draw"),
]
