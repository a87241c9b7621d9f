"""One world for a whole module: made once, asked thousands of times, taken back at the end."""

import logging

import pytest
from django.db import transaction
from django.http import HttpResponse

import cms.urls
from tests.matrix.world import build


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield build()
        transaction.set_rollback(True)


@pytest.fixture
def quiet(monkeypatch):
    """Spare thousands of refusals, each expected, their line in the log and their page.

    The page of an error is the same each time, and as dear as any other.
    """
    monkeypatch.setattr(logging.getLogger("django.request"), "disabled", True)
    for status in (403, 404):
        monkeypatch.setattr(cms.urls, f"handler{status}", _bare(status))


def _bare(status):
    return lambda request, exception=None: HttpResponse(status=status)
