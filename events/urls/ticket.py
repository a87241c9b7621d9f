"""What a ticket's QR code holds, under ``/t/``."""

from django.urls import path

from events import paths  # noqa: F401 - registers the converters
from events.views import ticket

app_name = "events_ticket"
urlpatterns = [path("<ticket:ticket>/", ticket.ticket, name="ticket")]
