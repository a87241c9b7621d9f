"""Lending and giving back, each one transaction; and what members are shown and told of it."""

from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from book_shelf.models import Book
from cms.audit.log import record
from cms.calendars.entries import SEOUL, CalendarEntry, vevent
from cms.calendars.stamps import StampedFeed, raise_stamps
from cms.mail.outbox import queue
from cms.pagecache.version import touch

LENT_FOR = timedelta(days=14)
AT_ONCE = 3


class Refused(Exception):
    """The book cannot be borrowed now."""


@transaction.atomic
def lend(book, *, to, now):
    """Lend a book for two weeks; raises Refused if somebody has it, or ``to`` has three."""
    due_on = (now + LENT_FOR).astimezone(SEOUL).date()
    free = Book.objects.filter(pk=book.pk, lent_to=None)
    if Book.objects.filter(lent_to=to).count() >= AT_ONCE or not free.update(
        lent_to=to, due_on=due_on, lent_at=now
    ):
        raise Refused
    _told("book_shelf.book.lent", book, by=to)


@transaction.atomic
def give_back(book, *, by):
    """Put a book back on the shelf; raises Refused if it is not ``by`` who has it."""
    if not Book.objects.filter(pk=book.pk, lent_to=by).update(lent_to=None, due_on=None):
        raise Refused
    _told("book_shelf.book.given_back", book, by=by)


def _told(action, book, *, by):
    record(action, subject=book, by=by)
    raise_stamps(f"book_shelf.due.{by.pk}")
    touch()


def remind():
    """Mail everyone whose book is due tomorrow; run twice, it mails once."""
    tomorrow = timezone.now().astimezone(SEOUL).date() + timedelta(days=1)
    for book in Book.objects.filter(due_on=tomorrow).exclude(lent_to=None):
        with transaction.atomic():
            queue(
                "book_shelf.due_soon",
                to=book.lent_to,
                context={"title": book.title, "due_on": book.due_on.isoformat()},
                idempotency_key=f"book_shelf.due.{book.pk}.{book.due_on}",
            )


def lent_in(first, last):
    """Return how many books were lent, for the last time, on the days from first to last."""
    return Book.objects.filter(lent_at__date__range=(first, last)).count()


def card(request):
    """Return the member's books and those she may borrow, or None while there are none."""
    mine = Book.objects.filter(lent_to=request.user)
    free = Book.objects.filter(lent_to=None)[:5]
    return {"mine": mine, "free": free} if mine or free else None


def due_dates(user):
    """Return the feed of the days on which the member's books are due."""
    return StampedFeed([f"book_shelf.due.{user.pk}"], lambda: map(_due, _lent_to(user)))


def _lent_to(user):
    return Book.objects.filter(lent_to=user, due_on__isnull=False)


def _due(book):
    starts = datetime.combine(book.due_on, time(9), SEOUL)
    return vevent(
        CalendarEntry(
            uid=f"book-{book.pk}-{book.due_on}@book-shelf",
            summary=book.title,
            starts_at=starts,
            ends_at=starts + timedelta(hours=9),
            sequence=0,
            last_modified=book.lent_at,
        )
    )
