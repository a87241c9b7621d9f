"""A quiet clock for rate limits, Korean at the start of each test, and codes from the outbox."""

import pytest
from django.core.cache import cache
from django.utils import timezone, translation

from cms.mail.models import OutboxMessage


@pytest.fixture(autouse=True)
def _fresh_limits_and_language():
    cache.clear()
    with translation.override("ko"):
        yield
    cache.clear()


@pytest.fixture
def last_mail(db):
    """Return ``last_mail(address)``: the newest mail queued for the address."""

    def last_mail(address):
        return OutboxMessage.objects.filter(to_address=address).order_by("created_at").last()

    return last_mail


@pytest.fixture
def now():
    return timezone.now()
