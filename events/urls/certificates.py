"""Where anybody who holds a certificate can see whether it stands: ``/certificates/<token>/``."""

from django.urls import path

from events import paths  # noqa: F401 - registers the converters
from events.views import verification

app_name = "events_certificates"
urlpatterns = [path("<words:token>/", verification.verify, name="verify")]
