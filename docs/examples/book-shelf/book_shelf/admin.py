"""The staff list of books; every save and delete stands in the audit log."""

from book_shelf.models import Book
from cms.admin.audited import AuditedModelViewSet


class BookViewSet(AuditedModelViewSet):
    model = Book
    name = "book_shelf_books"
    icon = "list-ul"
    form_fields = ("title",)
    list_display = ("title", "due_on")
