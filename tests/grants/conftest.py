"""Every test begins in Korean, whatever language the one before left behind."""

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def korean():
    with translation.override("ko"):
        yield
