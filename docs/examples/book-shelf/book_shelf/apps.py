"""What the plug-in adds to the site, on one screen."""

from collections.abc import Iterable
from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from plugins.api import (
    Access,
    AdminMenuGroup,
    AuditFormatter,
    CalendarSource,
    ContentBlock,
    Contribution,
    MemberCard,
    NotificationTemplate,
    PluginConfig,
    ReportMetric,
    Role,
    ScheduledJob,
    UrlMount,
    personal_rows,
)


class BookShelfConfig(PluginConfig):
    name = "book_shelf"
    verbose_name = _("Book shelf")
    description = _("Books that members borrow from a shelf at the centre.")
    requires = ("members",)

    def contributions(self) -> Iterable[Contribution]:
        from book_shelf import shelf

        yield UrlMount(
            key="book_shelf.my",
            prefix="my/books/",
            urlconf="book_shelf.urls",
            namespace="book_shelf",
            access=Access.MEMBER,
        )
        yield AdminMenuGroup(
            key="book_shelf.menu",
            label=_("Book shelf"),
            icon="list-ul",
            viewsets=("book_shelf.admin.BookViewSet",),
        )
        yield Role(
            key="book_shelf.coordinator",
            role="coordinator",
            permissions=tuple(
                f"book_shelf.{action}_book" for action in ("add", "change", "delete", "view")
            ),
        )
        yield ContentBlock(
            key="book_shelf.block", name="book_shelf", block="book_shelf.blocks.ShelfBlock"
        )
        yield MemberCard(
            key="book_shelf.card", template="book_shelf/card.html", context=shelf.card, order=40
        )
        yield CalendarSource(
            key="book_shelf.due", label=_("Books to give back"), personal=shelf.due_dates
        )
        yield ScheduledJob(
            key="book_shelf.remind", run="book_shelf.shelf.remind", every=timedelta(days=1)
        )
        yield ReportMetric(
            key="book_shelf.lent", label=_("Books lent"), unit=_("books"), measure=shelf.lent_in
        )
        yield NotificationTemplate(
            key="book_shelf.due_soon",
            label=_("A book is due tomorrow"),
            template="book_shelf/mail/due_soon",
            sample={"title": "달빛 도서관", "due_on": "2026-12-01"},
        )
        yield from personal_rows(
            "book_shelf",
            title=_("Books you have"),
            model="book_shelf.Book",
            person="lent_to",
            fields=("title", "lent_at", "due_on"),
            forget={"lent_to": None, "lent_at": None, "due_on": None},
            exempt={"book_shelf.Book.title": "the book's, not the reader's"},
        )
        yield AuditFormatter(
            key="book_shelf.words",
            actions={
                "book_shelf.book.lent": _("Book lent"),
                "book_shelf.book.given_back": _("Book given back"),
            },
        )
