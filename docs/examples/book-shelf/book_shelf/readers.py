"""What the shelf knows of a reader, and how it forgets it."""

from django.utils.translation import gettext as _

from book_shelf.models import Book
from plugins.api import DataSection, ErasurePlan, Hindrance, rows_of


def export(person):
    books = Book.objects.filter(lent_to=person)
    yield DataSection(title=_("Books you have"), rows=rows_of(books, "title", "lent_at", "due_on"))


def plan(person, now):
    if not Book.objects.filter(lent_to=person).exists():
        return ErasurePlan()
    return ErasurePlan(hindered_by=[Hindrance(text=_("Please give your books back first."))])


def erase(person, now):
    Book.objects.filter(lent_to=person).update(lent_to=None, due_on=None, lent_at=None)
    return ()
