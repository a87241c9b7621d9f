"""The shelf keeps the contract of all plug-ins, and lends each book once."""

from datetime import date, timedelta

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.utils import timezone

from book_shelf import shelf
from book_shelf.blocks import ShelfBlock
from book_shelf.models import Book
from cms.mail.outbox import OutboxMessage
from plugins.testing import PluginConformance

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(client):
    user = get_user_model().objects.create_user("reader@example.org", None, name="이음")
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return user


class TestBookShelf(PluginConformance):
    plugin = "book_shelf"

    def make_rows(self, number):
        for _ in range(number):
            Book.objects.create(title="달빛 도서관")

    def make_rows_of(self, person):
        shelf.lend(Book.objects.create(title="달빛 도서관"), to=person, now=timezone.now())


def test_a_book_is_lent_once_shown_everywhere_and_given_back(client, reader):
    book = Book.objects.create(title="달빛 도서관")
    block = ShelfBlock()
    assert "달빛 도서관" in block.render(block.to_python({"title": ""}))
    assert client.post(f"/my/books/{book.pk}/borrow/").status_code == 302
    with pytest.raises(shelf.Refused):
        shelf.lend(book, to=reader, now=timezone.now())
    assert "달빛 도서관" not in block.render(block.to_python({"title": ""}))
    assert f"/my/books/{book.pk}/give-back/" in client.get("/my/").text
    assert "SUMMARY:달빛 도서관" in "".join(shelf.due_dates(reader).events())
    today = timezone.localdate()
    assert (shelf.lent_in(today, today), shelf.lent_in(date.min, date.min)) == (1, 0)
    client.post(f"/my/books/{book.pk}/give-back/")
    assert Book.objects.filter(lent_to=None).count() == 1
    assert list(shelf.due_dates(reader).events()) == []


def test_who_has_a_book_is_reminded_once(reader):
    book = Book.objects.create(title="달빛 도서관")
    shelf.lend(book, to=reader, now=timezone.now() - shelf.LENT_FOR + timedelta(days=1))
    shelf.remind()
    shelf.remind()
    assert [mail.template for mail in OutboxMessage.objects.all()] == ["book_shelf.due_soon"]


@pytest.mark.usefixtures("reader")
def test_it_is_switched_off_and_on_at_the_command_line(client):
    Book.objects.create(title="달빛 도서관")
    call_command("plugins", "disable", "book_shelf")
    assert "달빛 도서관" not in client.get("/my/").text
    call_command("plugins", "enable", "book_shelf")
    assert "달빛 도서관" in client.get("/my/").text
