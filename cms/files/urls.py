"""Addresses of private files."""

from django.urls import path

from cms.files import views

app_name = "files"
urlpatterns = [path("<uuid:pk>/", views.download, name="download")]
