"""The centre's settings: two languages, a readable colour, a notice with its time."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone, translation

from cms.models import CentreSettings, centre
from cms.pagecache.freshness import bounded

pytestmark = pytest.mark.django_db


def test_texts_come_in_the_language_being_spoken_else_korean():
    facts = CentreSettings(opening_hours="평일", opening_hours_en="Weekdays", call_us="물어보세요")
    assert facts.text("opening_hours") == "평일"
    with translation.override("en"):
        assert facts.text("opening_hours") == "Weekdays"
        assert facts.text("call_us") == "물어보세요"


def test_pale_colour_is_refused():
    with pytest.raises(ValidationError) as refused:
        CentreSettings(brand_colour="#ffcc00").full_clean()
    assert set(refused.value.error_dict) == {"brand_colour"}


def test_notice_shows_from_its_beginning_until_its_end():
    now, hour = timezone.now(), timedelta(hours=1)
    facts = CentreSettings(notice="점검", notice_from=now, notice_until=now + hour)
    assert [facts.notice_now(at) for at in (now - hour, now, now + hour)] == ["", "점검", ""]
    facts.notice_until = now
    with pytest.raises(ValidationError):
        facts.full_clean()


def test_a_kept_page_is_no_longer_true_when_the_notice_changes():
    soon = timezone.now() + timedelta(seconds=30)
    with bounded(600) as bound:
        CentreSettings(notice="점검", notice_from=soon).notice_now()
    assert bound.at == soon.timestamp()


def test_settings_are_read_once_per_request_and_never_made(django_assert_num_queries):
    request = RequestFactory().get("/")
    with django_assert_num_queries(1):
        assert centre(request) is centre(request)
    assert CentreSettings.objects.count() == 0


def test_dialled_number_has_no_ornaments():
    assert CentreSettings(phone="02-335-0101").dialled == "023350101"
    assert CentreSettings(phone="02-1", hotline_number="120").dialled == "120"


def test_editor_changes_the_settings(staff_client, centre):
    address = reverse("wagtailsettings:edit", args=["cms", "centresettings", centre.pk])
    page = staff_client("editor").get(address)
    assert page.status_code == 200
    for words in ("대표 색", "알림 줄(한국어)", "운영 시간(영어)"):
        assert words in page.content.decode()
