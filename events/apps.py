"""Events: courses and lectures, their sessions, seats and registrations."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from plugins.api import (
    Access,
    AdminMenuGroup,
    AuditFormatter,
    CalendarAddress,
    CalendarFeed,
    CalendarSource,
    CompleteMail,
    ContentBlock,
    Contribution,
    DashboardCard,
    MemberCard,
    NotificationTemplate,
    PluginConfig,
    ReportMetric,
    Role,
    SampleData,
    ScheduledJob,
    SearchSource,
    SlotPlace,
    UrlMount,
)

_COURSES = tuple(
    f"events.{action}_{model}"
    for model in ("course", "category", "venue", "closedday", "series", "term")
    for action in ("add", "change", "delete", "view")
)
_REGISTRANTS = (
    *(f"events.{action}_registration" for action in ("add", "change", "view")),
    "events.check_in",
)

MAILS = {
    "registered": _("Registered for a course"),
    "waiting": _("On the waiting list"),
    "promoted": _("Moved up from the waiting list"),
    "offered": _("Seat offered"),
    "offer_ended": _("Offered seat passed on"),
    "applied": _("Applied for a course"),
    "admitted": _("Application accepted"),
    "queued": _("Application on the waiting list"),
    "declined": _("Application not chosen"),
    "cancelled": _("Registration cancelled"),
    "cancelled_by_staff": _("Registration cancelled by the centre"),
    "changed": _("Children or answers of a registration changed"),
    "moved": _("Course at another place"),
    "session_moved": _("Session moved"),
    "session_cancelled": _("Session cancelled"),
    "course_cancelled": _("Course cancelled"),
    "decide": _("Too few registrations: a decision is needed"),
    "seat_to_give": _("To staff: a seat is free, and people wait"),
}


class EventsConfig(PluginConfig):
    name = "events"
    verbose_name = _("Classes")
    description = _("Courses and lectures with their sessions, seats and registrations.")
    requires = ("members",)

    def ready(self) -> None:
        from cms.pagecache.keys import know_parameters
        from cms.pages.visibility import keep_out_of_lists

        know_parameters(
            "category", "kind", "district", "when", "open", "venue", "series", "term", "count"
        )
        keep_out_of_lists(_pages_of_private_courses)

    def contributions(self) -> Iterable[Contribution]:
        yield from self._addresses()
        yield from self._for_staff()
        yield from self._for_pages()
        yield from self._mails()
        yield from _personal_data()
        yield from _telling()
        yield from _outreach()
        yield from _after_a_class()
        yield from _seats()
        yield AuditFormatter(key="events.audit", actions=_audit_words())
        yield from self._figures()
        yield ScheduledJob(
            key="events.close_sessions",
            run="events.tasks.close_yesterday",
            every=timedelta(days=1),
            label=_("Marks as absent who did not come to yesterday's classes"),
        )
        yield SampleData(key="events.sample", load="events.sample.load", order=200)

    def _addresses(self) -> Iterable[Contribution]:
        yield UrlMount(
            key="events.public",
            prefix="classes/",
            urlconf="events.urls.classes",
            namespace="events",
            access=Access.PUBLIC,
        )
        yield UrlMount(
            key="events.mine",
            prefix="my/classes/",
            urlconf="events.urls.my",
            namespace="events_my",
            access=Access.MEMBER,
        )
        yield UrlMount(
            key="events.feeds",
            prefix="feeds/classes/",
            urlconf="events.urls.feeds",
            namespace="events_feeds",
            access=Access.PUBLIC,
            localized=False,
        )

        yield UrlMount(
            key="events.embed",
            prefix="embed/classes/",
            urlconf="events.urls.embed",
            namespace="events_embed",
            access=Access.PUBLIC,
        )
        yield UrlMount(
            key="events.door",
            prefix="door/",
            urlconf="events.urls.door",
            namespace="events_door",
            access=Access.STAFF,
        )
        yield UrlMount(
            key="events.ticket",
            prefix="t/",
            urlconf="events.urls.ticket",
            namespace="events_ticket",
            access=Access.PUBLIC,
        )

    def _for_staff(self) -> Iterable[Contribution]:
        yield AdminMenuGroup(
            key="events.menu",
            label=_("Classes"),
            icon="date",
            viewsets=(
                "events.admin.BoardViewSet",
                "events.admin.CourseViewSet",
                "events.admin.outreach.OutreachViewSet",
                "events.admin.held.SessionsHeldViewSet",
                "events.admin.plans.PlanViewSet",
                "events.admin.SeriesViewSet",
                "events.admin.TermViewSet",
                "events.admin.CategoryViewSet",
                "events.admin.VenueViewSet",
                "events.admin.ClosedDayViewSet",
                "events.admin.calendars.CalendarsViewSet",
            ),
            order=10,
        )
        for order, name in enumerate(["todays_sessions", "nearly_full"], start=10):
            yield DashboardCard(
                key=f"events.{name}",
                template="cms/admin/card.html",
                context=_lazily(name),
                order=order,
            )
        yield ScheduledJob(
            key="events.ask_to_decide",
            run="events.domain.minimum.ask_all",
            every=timedelta(minutes=10),
            label=_("ask about classes with too few registrations"),
        )
        yield Role(
            key="events.coordinator", role="coordinator", permissions=_COURSES + _REGISTRANTS
        )
        yield Role(
            key="events.administrator", role="administrator", permissions=_COURSES + _REGISTRANTS
        )
        yield Role(key="events.editor", role="editor", permissions=_COURSES)

    def _for_pages(self) -> Iterable[Contribution]:
        yield MemberCard(
            key="events.my_classes",
            template="events/member_card.html",
            context=_lazily("my_classes"),
            order=10,
        )
        yield SlotPlace(
            key="events.course.after", passes={"course": "the Course the page tells of"}
        )
        yield CalendarSource(
            key="events.sessions",
            label=_("Classes"),
            public=_public_feed,
            personal=_personal_feed,
            addresses=_feed_addresses,
        )
        yield ContentBlock(
            key="events.upcoming_classes",
            name="upcoming_classes",
            block="events.blocks.UpcomingClassesBlock",
            group=_("Live from the programmes"),
        )
        yield SearchSource(key="events.courses", model="events.Course", documents=_search_documents)

    def _figures(self) -> Iterable[Contribution]:
        from events.figures import metrics

        yield from metrics.contributions()
        yield ReportMetric(
            key="events.seats_given",
            label=_("Seats given"),
            unit=pgettext_lazy("unit", "seats"),
            measure=_counted("seats_given"),
            order=30,
        )

    def _mails(self) -> Iterable[Contribution]:
        for name, label in MAILS.items():
            yield NotificationTemplate(
                key=f"events.{name}",
                label=label,
                template=f"events/mail/{name}",
                sample=SAMPLE_LETTER,
                complete=_complete_letter,
            )


# Contributions are read before an import of models is cheap; these fetch when called.


def _complete_letter(context: Mapping[str, Any], language: str) -> CompleteMail:
    from events.domain.letters import complete_letter

    return complete_letter(context, language)


def _personal_data() -> Iterable[Contribution]:
    from events.personal import registrations as personal

    return personal.contributions()


def _telling() -> Iterable[Contribution]:
    from events.contributions import telling

    return telling.contributions()


def _outreach() -> Iterable[Contribution]:
    from events.contributions import outreach as outreach_parts

    return outreach_parts.contributions()


def _after_a_class() -> Iterable[Contribution]:
    from events.contributions import after

    return after.contributions()


def _seats() -> Iterable[Contribution]:
    from events.contributions import keeping

    return keeping.contributions()


def _pages_of_private_courses() -> Any:
    from events.models import CoursePage

    return CoursePage.objects.filter(course__is_listed=False)


def _lazily(name: str) -> Any:
    def context(request: Any) -> Any:
        from events.cards import classes as cards

        return getattr(cards, name)(request)

    return context


def _counted(name: str) -> Any:
    def measure(first: Any, last: Any) -> Any:
        from events.figures import metrics

        return getattr(metrics, name)(first, last)

    return measure


def _public_feed() -> CalendarFeed:
    from events.feeds import public_feed

    return public_feed()


def _personal_feed(user: Any) -> CalendarFeed:
    from events.feeds import PersonalFeed

    return PersonalFeed(user)


def _feed_addresses() -> Iterable[CalendarAddress]:
    from events.addresses import all_addresses

    return all_addresses()


def _search_documents(course: Any) -> Any:
    from events.search import documents

    return documents(course)


def _audit_words() -> dict[str, Any]:
    return {
        "events.course.created": _("Course drawn up"),
        "events.course.published": _("Course published"),
        "events.course.revised": _("Course changed"),
        "events.course.scheduled": _("Sessions entered"),
        "events.course.cancelled": _("Course cancelled"),
        "events.course.deleted": _("Draft course deleted"),
        "events.session.moved": _("Session moved"),
        "events.session.revised": _("Session changed"),
        "events.session.cancelled": _("Session cancelled"),
        "events.session.removed": _("Session removed from a draft"),
        "events.session.closed": _("Attendance of a session closed"),
        "events.session.wall_code_renewed": _("New code for the wall"),
        "events.attendance.checked_in": pgettext_lazy("audit", "Checked in"),
        "events.attendance.undone": pgettext_lazy("audit", "Check-in taken back"),
        "events.attendance.excuse_undone": pgettext_lazy("audit", "Excuse taken back"),
        "events.attendance.children_counted": pgettext_lazy("audit", "Children counted"),
        "events.attendance.marked_absent": pgettext_lazy("audit", "Marked as not come"),
        "events.door": _("List at the door looked at"),
        "events.attendance_sheet": _("Attendance sheet looked at"),
        "events.registrants": _("List of registrations looked at"),
        "events.registration": _("Registration looked at"),
        "events.registrants_exported": _("List of registrations exported"),
        "events.registrants.exported": _("List of registrations exported"),
        "events.category.revised": _("Category changed"),
        "events.venue.revised": _("Venue changed"),
        "events.staff_calendar.made": _("Address of a staff calendar made"),
        "events.staff_calendar.renewed": _("Address of a staff calendar made anew"),
        "events.staff_calendar.revoked": _("Address of a staff calendar taken away"),
        "events.series.revised": _("Series changed"),
        "events.term.revised": _("Term changed"),
        "events.course.asked": _("Asked whether the course goes ahead"),
        "events.course.kept": _("Decided that the course goes ahead"),
        "events.course.copied": _("Course copied"),
        "events.draw.promised": _("Seed of a draw promised"),
        "events.draw.held": _("Lots drawn for a course"),
        "events.applicants": _("Applications for a course looked at"),
        "events.registration.registered": pgettext_lazy("audit", "Seat taken"),
        "events.registration.waiting": pgettext_lazy("audit", "Joined the waiting list"),
        "events.registration.promoted": pgettext_lazy("audit", "Moved up from the waiting list"),
        "events.registration.cancelled": pgettext_lazy("audit", "Registration cancelled"),
        **_seat_words(),
    }


def _seat_words() -> dict[str, Any]:
    return {
        "events.registration.applied": pgettext_lazy("audit", "Applied for a course"),
        "events.registration.admitted": pgettext_lazy("audit", "Application accepted"),
        "events.registration.queued": pgettext_lazy("audit", "Application put in the queue"),
        "events.registration.seat_given": pgettext_lazy("audit", "Seat given by staff"),
        "events.registration.declined": pgettext_lazy("audit", "Application not chosen"),
        "events.registration.offered": pgettext_lazy("audit", "Seat offered"),
        "events.registration.offer_accepted": pgettext_lazy("audit", "Offered seat accepted"),
        "events.registration.offer_declined": pgettext_lazy("audit", "Offered seat declined"),
        "events.registration.offer_ended": pgettext_lazy("audit", "Offered seat passed on"),
        "events.registration.children": pgettext_lazy("audit", "Childcare places changed"),
        "events.registration.answers": pgettext_lazy("audit", "Answers changed"),
        "events.course.counters_mended": _("Counters of a course put right"),
        "events.course.limits_mended": _("Limit of a series put right in a course"),
        "events.series.limited": _("Limit of a series changed"),
    }


SAMPLE_LETTER = {
    "name": "달",
    "title": "점심에 배우는 육아휴직",
    "reference": "C-7K2M-9QXD",
    "place": "배움터 312호",
    "address": "서울 금천구 가산로 1",
    "bring": "없음",
    "childcare": "",
    "childcare_places": 1,
    "places_before": 2,
    "by_staff": True,
    "consent_withdrawn": False,
    "online_url": "https://meet.example/parents",
    "offer_ends": "2026. 11. 23.(월) 12:00",
    "offer_hours": 24,
    "offer_url": "https://centre.example/my/classes/C-7K2M-9QXD/offer/",
    "is_draw": True,
    "closes": "2026. 11. 20.(금) 18:00",
    "sessions": ["2026. 11. 24.(화) 12:00–13:00"],
    "position": 3,
    "reason": "강사 사정",
    "taken": 3,
    "minimum": 8,
    "waiting": 0,
    "free": 1,
    "starts": "2026. 11. 24.(화) 12:00",
    "when": "2026. 11. 24.(화) 12:00–13:00",
    "before": "2026. 11. 23.(월) 12:00–13:00 · 배움터 312호",
    "url": "https://centre.example/classes/lunch/",
    "manage_url": "https://centre.example/my/classes/C-7K2M-9QXD/",
}
