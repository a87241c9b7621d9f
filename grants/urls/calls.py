"""Public addresses of calls."""

from django.urls import path

from grants.views import calls

app_name = "grants"
urlpatterns = [
    path("", calls.index, name="index"),
    path("<slug:slug>/", calls.call, name="call"),
    path("<slug:slug>/questions/", calls.questions, name="questions"),
    path("<slug:slug>/deadline.ics", calls.deadline, name="deadline"),
]
