"""Addresses of the page that explains subscribing."""

from django.urls import path

from cms.calendars import views

urlpatterns = [
    path("", views.subscribe, name="calendar_subscribe"),
    path("new-address/", views.new_address, name="calendar_new_address"),
]
