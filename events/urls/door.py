"""For staff at the door of a session, under ``/door/``."""

from django.urls import path

from events.views import door, sheet

app_name = "events_door"
urlpatterns = [
    path("", door.sessions, name="sessions"),
    path("worker.js", door.worker, name="worker"),
    path("<int:pk>/", door.door, name="door"),
    path("<int:pk>/shell/", door.shell, name="shell"),
    path("<int:pk>/list/", door.fresh_list, name="list"),
    path("<int:pk>/upload/", door.upload, name="upload"),
    path("<int:pk>/enter/", door.enter, name="enter"),
    path("<int:pk>/sheet/", sheet.sheet, name="sheet"),
    path("<int:pk>/sheet/enter/", sheet.entry, name="entry"),
    path("<int:pk>/close/", sheet.close, name="close"),
    path("<int:pk>/wall/", sheet.wall, name="wall"),
]
