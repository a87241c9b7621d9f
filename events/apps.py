"""Events: courses and lectures, their sessions, seats and registrations."""

from collections.abc import Iterable
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
_REGISTRANTS = tuple(f"events.{action}_registration" for action in ("add", "change", "view"))

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
    "moved": _("Course at another place"),
    "session_moved": _("Session moved"),
    "session_cancelled": _("Session cancelled"),
    "course_cancelled": _("Course cancelled"),
    "decide": _("Too few registrations: a decision is needed"),
}


class EventsConfig(PluginConfig):
    name = "events"
    verbose_name = _("Classes")
    description = _("Courses and lectures with their sessions, seats and registrations.")
    requires = ("members",)

    def ready(self) -> None:
        from cms.pagecache.keys import know_parameters
        from cms.pages.visibility import keep_out_of_lists

        know_parameters("category", "kind", "district", "when", "open", "series", "term")
        keep_out_of_lists(_pages_of_private_courses)

    def contributions(self) -> Iterable[Contribution]:
        yield from self._addresses()
        yield from self._for_staff()
        yield from self._for_pages()
        yield from self._mails()
        yield from _personal_data()
        yield from _seats()
        yield AuditFormatter(key="events.audit", actions=_audit_words())
        yield from self._figures()
        yield SampleData(key="events.sample", load="events.sample.load", order=200)

    def _addresses(self) -> Iterable[Contribution]:
        yield UrlMount(
            key="events.public",
            prefix="classes/",
            urlconf="events.urls",
            namespace="events",
            access=Access.PUBLIC,
        )
        yield UrlMount(
            key="events.mine",
            prefix="my/classes/",
            urlconf="events.urls_my",
            namespace="events_my",
            access=Access.MEMBER,
        )
        yield UrlMount(
            key="events.feeds",
            prefix="feeds/classes/",
            urlconf="events.urls_feeds",
            namespace="events_feeds",
            access=Access.PUBLIC,
            localized=False,
        )

    def _for_staff(self) -> Iterable[Contribution]:
        yield AdminMenuGroup(
            key="events.menu",
            label=_("Classes"),
            icon="date",
            viewsets=(
                "events.admin.CourseViewSet",
                "events.admin.SeriesViewSet",
                "events.admin.TermViewSet",
                "events.admin.CategoryViewSet",
                "events.admin.VenueViewSet",
                "events.admin.ClosedDayViewSet",
            ),
            order=10,
        )
        for order, name in enumerate(
            ["todays_sessions", "to_decide", "to_draw", "below_minimum", "nearly_full"], start=10
        ):
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
            addresses=_category_addresses,
        )
        yield ContentBlock(
            key="events.upcoming_classes",
            name="upcoming_classes",
            block="events.blocks.UpcomingClassesBlock",
            group=_("Live from the programmes"),
        )
        yield SearchSource(key="events.courses", model="events.Course", documents=_search_documents)

    def _figures(self) -> Iterable[Contribution]:
        for name, label, unit in (
            ("sessions_held", _("Sessions held"), pgettext_lazy("unit", "sessions")),
            ("seats_given", _("Seats given"), pgettext_lazy("unit", "seats")),
        ):
            yield ReportMetric(key=f"events.{name}", label=label, unit=unit, measure=_counted(name))

    def _mails(self) -> Iterable[Contribution]:
        for name, label in MAILS.items():
            yield NotificationTemplate(
                key=f"events.{name}",
                label=label,
                template=f"events/mail/{name}",
                sample=SAMPLE_LETTER,
            )


# Contributions are read before an import of models is cheap; these fetch when called.


def _personal_data() -> Iterable[Contribution]:
    from events import personal

    return personal.contributions()


def _pages_of_private_courses() -> Any:
    from events.models import CoursePage

    return CoursePage.objects.filter(course__is_listed=False)


def _seats() -> Iterable[Contribution]:
    from events import keeping

    return keeping.contributions()


def _lazily(name: str) -> Any:
    def context(request: Any) -> Any:
        from events import cards

        return getattr(cards, name)(request)

    return context


def _counted(name: str) -> Any:
    def measure(first: Any, last: Any) -> Any:
        from events import figures

        return getattr(figures, name)(first, last)

    return measure


def _public_feed() -> CalendarFeed:
    from events.feeds import public_feed

    return public_feed()


def _personal_feed(user: Any) -> CalendarFeed:
    from events.feeds import PersonalFeed

    return PersonalFeed(user)


def _category_addresses() -> Iterable[CalendarAddress]:
    from events.feeds import category_addresses

    return category_addresses()


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
        "events.registrants": _("List of registrations looked at"),
        "events.registrants_exported": _("List of registrations exported"),
        "events.registrants.exported": _("List of registrations exported"),
        "events.category.revised": _("Category changed"),
        "events.venue.revised": _("Venue changed"),
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
        "events.registration.declined": pgettext_lazy("audit", "Application not chosen"),
        "events.registration.offered": pgettext_lazy("audit", "Seat offered"),
        "events.registration.offer_accepted": pgettext_lazy("audit", "Offered seat accepted"),
        "events.registration.offer_declined": pgettext_lazy("audit", "Offered seat declined"),
        "events.registration.offer_ended": pgettext_lazy("audit", "Offered seat passed on"),
        "events.registration.children": pgettext_lazy("audit", "Childcare places changed"),
        "events.registration.answers": pgettext_lazy("audit", "Answers changed"),
        "events.course.counters_mended": _("Counters of a course put right"),
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
    "starts": "2026. 11. 24.(화) 12:00",
    "when": "2026. 11. 24.(화) 12:00–13:00",
    "before": "2026. 11. 23.(월) 12:00–13:00 · 배움터 312호",
    "url": "https://centre.example/classes/lunch/",
    "manage_url": "https://centre.example/my/classes/C-7K2M-9QXD/",
}
