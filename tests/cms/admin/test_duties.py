"""What a role allows sleeps until the session has shown the second factor."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

pytestmark = pytest.mark.django_db


@pytest.fixture
def visits(staff_user, sign_in):
    """Return ``visits(address)``: the status without and with the second factor."""
    director = staff_user("administrator", "editor", "coordinator")

    def visits(address):
        return tuple(
            sign_in(Client(), director, second_factor=shown).get(address).status_code
            for shown in (False, True)
        )

    return visits


def test_living_page_asks_staff_for_their_second_factor(visits):
    assert visits("/design/") == (302, 200)


@pytest.mark.skipif("events" not in settings.PLUGINS, reason="without events, no courses")
def test_draft_course_is_unknown_until_then(visits):
    from events.models import Course
    from tests.events.factories import make_course

    course = make_course(now=timezone.now())
    Course.objects.filter(pk=course.pk).update(status=Course.Status.DRAFT)
    assert visits(course.get_absolute_url()) == (404, 200)


def test_the_way_into_the_staff_area_is_shown_all_the_same(staff_user, sign_in):
    client = sign_in(Client(), staff_user("editor"), second_factor=False)
    assert f'href="{reverse("wagtailadmin_home")}"' in client.get("/nowhere/").content.decode()


def test_rights_outside_a_request_ask_for_nothing(staff_user):
    assert staff_user("administrator").has_perm("members.view_user")
