"""The whole demo, loaded once: what a newcomer meets is there, in both languages."""

import pytest
from django.test import Client
from wagtail.models import Locale, Page

from cms.demo.load import is_loaded, load
from cms.mail.models import OutboxMessage

pytestmark = pytest.mark.django_db


def test_demo_loads_once_and_is_whole_and_quick_to_read(django_assert_max_num_queries):
    """One test: loading takes longer than all that is asked of it."""
    assert load()
    assert is_loaded()
    assert load() is None
    assert OutboxMessage.objects.count() == 0
    korean, english = (Locale.objects.get(language_code=code) for code in ("ko", "en"))
    pages = Page.objects.live().filter(depth__gt=1)
    assert pages.filter(locale=korean).count() == pages.filter(locale=english).count()
    untranslated = [
        page.title for page in pages.filter(locale=korean) if not page.has_translation(english)
    ]
    assert untranslated == []
    assert not any(
        "가" <= sign <= "힣" for page in pages.filter(locale=english) for sign in page.title
    )

    anonymous = Client()
    anonymous.get("/")
    for page in Page.objects.live().filter(depth__gt=1).order_by("path"):
        address = page.get_url()
        with django_assert_max_num_queries(12, info=address):
            answer = anonymous.get(address, headers={"cache-control": "no-cache"})
        assert answer.status_code in {200, 302}, address
