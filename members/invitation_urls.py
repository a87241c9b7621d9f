"""Addresses of invitations: the secret in them is the way in."""

from django.urls import path

from members.views import invitations

app_name = "members_invitations"

urlpatterns = [
    path("<str:token>/", invitations.answer, name="answer"),
    path("<str:token>/accept/", invitations.accept, name="accept"),
    path("<str:token>/decline/", invitations.decline, name="decline"),
]
