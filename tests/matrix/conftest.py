"""One world for a whole module: made once, asked thousands of times, taken back at the end."""

import logging

import pytest
from django.http import HttpResponse

import cms.urls
from tests.matrix.world import build
from tests.shared import module_rows

world = module_rows(build)


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
