"""The invitation to a survey: to those who came, the day after. It advertises nothing."""

from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import override

from cms.mail.links import absolute
from cms.mail.outbox import queue
from events.models import Registration, Survey


def survey_letter(survey: Survey, registration: Registration, *, key: str) -> None:
    """Queue the invitation in the caller's transaction; the same ``key`` goes out once."""
    person = registration.person
    if person is None or survey.closes_at is None:
        return
    with override(person.language):
        context = {
            "name": person.name,
            "title": str(survey.course.title_text),
            "until": formats.date_format(timezone.localtime(survey.closes_at), "DATE_FORMAT"),
            "url": absolute(reverse("events_my:survey", args=[registration.reference])),
        }
    queue(
        "events.survey_opened",
        to=person,
        context=context,
        idempotency_key=key,
        language=person.language,
    )
