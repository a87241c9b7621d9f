"""An organisation's own addresses: the secret in them is the way in."""

from django.urls import path

from events.views import outreach_answers

app_name = "events_outreach"
urlpatterns = [
    path("<str:token>/", outreach_answers.request_page, name="request"),
    path("<str:token>/accept/", outreach_answers.accept, name="accept"),
    path("<str:token>/another/", outreach_answers.another, name="another"),
    path("<str:token>/withdraw/", outreach_answers.withdraw, name="withdraw"),
]
