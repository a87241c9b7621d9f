"""The staff screen "Calendars"."""

import re
from urllib.parse import urlsplit

import pytest
from django.urls import reverse

from events.models import StaffCalendar
from tests.events.factories import make_course

pytestmark = pytest.mark.django_db
INDEX = "/admin/class-calendars/"


def test_address_is_made_shown_renewed_and_taken_away(staff_client, client):
    staff = staff_client("coordinator")
    make_course(title="강좌")
    assert not re.search('id="staff-address"', staff.get(INDEX).content.decode())
    staff.post(reverse("class-calendars:renew"))

    def shown():
        page = staff.get(INDEX)
        assert {"private", "no-store"} <= set(page["Cache-Control"].split(", "))
        return urlsplit(
            re.search('id="staff-address"[^>]*value="([^"]+)"', page.content.decode())[1]
        )

    first = shown().path
    assert "강좌" in client.get(first).content.decode()
    staff.post(reverse("class-calendars:renew"))
    second = shown().path
    assert (client.get(first).status_code, client.get(second).status_code) == (404, 200)
    staff.post(reverse("class-calendars:revoke"))
    assert client.get(second).status_code == 404
    assert not StaffCalendar.objects.exists()


def test_screen_is_for_those_who_plan_courses(staff_client):
    assert staff_client("editor").get(INDEX).status_code == 200
    assert staff_client("accountant").get(INDEX).status_code != 200
    assert staff_client("coordinator").get(reverse("class-calendars:renew")).status_code == 405


def test_menu_shows_the_screen_to_those_alone(staff_client):
    home = "/admin/"
    assert INDEX in staff_client("editor").get(home).content.decode()
    assert INDEX not in staff_client("accountant").get(home).content.decode()


def test_screen_tells_what_to_paste(staff_client, settings):
    settings.WAGTAILADMIN_BASE_URL = "https://centre.example"
    make_course()
    content = staff_client("editor").get(INDEX).content.decode()
    assert '&lt;iframe src="https://centre.example/embed/classes/"' in content
    assert '&lt;iframe src="https://centre.example/en/embed/classes/"' in content
    assert 'src="https://centre.example/static/events/embed-host.js"' in content
    assert "https://centre.example/feeds/classes/classes.json" in content
    assert "?category=labour-law" in content
