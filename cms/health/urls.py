"""Addresses of the probes; ``middleware`` answers them before anything else can fail."""

from django.urls import path

from cms.health import views

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
]
