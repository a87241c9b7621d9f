"""``/embed/classes/``: the list of coming classes for a frame in another site."""

from django.urls import path

from events.views import sharing

app_name = "events_embed"
urlpatterns = [
    path("", sharing.embedded, name="classes"),
]
