"""Events keep the contract of all plug-ins."""

from django.utils import timezone

from events.domain.registrations import register
from events.models import (
    BulkMail,
    BulkMailCopy,
    CourseIndexPage,
    CoursePage,
    Plan,
    Reminder,
    ReminderChoice,
)
from plugins.testing import PluginConformance
from tests.cms.factories import PageFactory
from tests.events.factories import make_agreed, make_course
from tests.members.factories import UserFactory


class CoursePageFactory(PageFactory):
    class Meta:
        model = CoursePage


class CourseIndexPageFactory(PageFactory):
    class Meta:
        model = CourseIndexPage


class TestEvents(PluginConformance):
    plugin = "events"

    def make_rows(self, number):
        for _ in range(number):
            now = timezone.now()
            course = make_course(now=now)
            person = UserFactory()
            register(course, person=person, by=person, now=now)
            CoursePageFactory(course=course)
            make_agreed(now=now)
            Plan.objects.create(year=2000 + Plan.objects.count(), programme="healing")
        CourseIndexPageFactory(slug=f"classes-{course.pk}")

    def make_rows_of(self, person):
        now = timezone.now()
        seat = register(make_course(now=now), person=person, by=person, now=now)
        session = seat.course.sessions.get()
        when = {"starts_at": session.starts_at, "due_at": session.starts_at}
        Reminder.objects.create(registration=seat, session=session, kind="day", **when)
        ReminderChoice.objects.create(person=person, channel="mail")
        mail = BulkMail.objects.create(course=seat.course, audience="seated", subject="a", text="b")
        BulkMailCopy.objects.create(mail=mail, registration=seat)
