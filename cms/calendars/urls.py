"""Addresses that live in other programs: no language prefix, never to change."""

from django.urls import path

from cms.calendars import views

urlpatterns = [
    path("calendar.ics", views.public, name="calendar_feed"),
    path("calendar/<str:token>.ics", views.personal, name="personal_calendar_feed"),
]
