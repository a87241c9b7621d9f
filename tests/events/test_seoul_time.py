"""Whoever reads another language than Korean may be abroad: the clock is Seoul's, said once."""

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.mail.rendering import render
from events.domain import registrations
from events.models import Registration
from plugins.api import NotificationTemplate
from plugins.registry import contributions
from tests.events.factories import make_agreed, make_course
from tests.members.factories import UserFactory

pytestmark = pytest.mark.django_db
WORDS = "Seoul time (KST, UTC+9)"
# To staff, who are in Seoul, or without any time.
WITHOUT = {
    "events.bulk",
    "events.decide",
    "events.message",
    "events.seat_to_give",
    "events.survey_opened",
}


def mails():
    return [one for one in contributions(NotificationTemplate) if one.key.startswith("events.")]


def test_mails_about_classes_say_it_once_in_english_and_never_in_korean():
    said = {}
    for mail in mails():
        for language in ("en", "ko"):
            made = render(mail.key, mail.sample, language=language)
            said[mail.key, language] = (made.text.count(WORDS), made.html.count(WORDS))
    assert said == {
        (mail.key, language): (1, 1) if language == "en" and mail.key not in WITHOUT else (0, 0)
        for mail in mails()
        for language in ("en", "ko")
    }


def test_a_mail_without_any_time_does_not_speak_of_it():
    [mail] = [one for one in mails() if one.key == "events.course_cancelled"]
    made = render(mail.key, {**mail.sample, "sessions": []}, language="en")
    assert (WORDS in made.text, WORDS in made.html) == (False, False)


def test_pages_of_a_class_and_of_a_registration_say_it_once_in_english(client):
    now = timezone.now()
    course, offering = make_course(now=now), make_course(now=now, slug="offer")
    person = UserFactory()
    seat = registrations.register(course, person=person, by=person, now=now)
    offered = registrations.register(offering, person=person, by=person, now=now)
    Registration.objects.filter(pk=offered.pk).update(
        state="offered", offer_expires_at=offering.starts_at
    )
    client.force_login(person, "django.contrib.auth.backends.ModelBackend")
    other = make_course(now=now, slug="other")
    pages = [
        course.get_absolute_url(),
        reverse("events:register", args=[other.slug]),
        reverse("events_my:list"),
        reverse("events_my:registration", args=[seat.reference]),
        reverse("events_my:offer", args=[offered.reference]),
        reverse("events_outreach:request", args=[make_agreed(now=now).token]),
    ]
    said = {page: client.get(f"/en{page}").text.count(WORDS) for page in pages}
    assert said == dict.fromkeys(pages, 1)
    assert {page: "UTC+9" in client.get(page).text for page in pages} == dict.fromkeys(pages, False)
