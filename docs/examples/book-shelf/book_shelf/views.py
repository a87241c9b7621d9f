"""The two buttons of the card."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from book_shelf import shelf
from book_shelf.models import Book


@require_POST
def borrow(request, pk):
    try:
        shelf.lend(get_object_or_404(Book, pk=pk), to=request.user, now=timezone.now())
    except shelf.Refused:
        messages.error(request, _("This book cannot be borrowed now."))
    return redirect("members:home")


@require_POST
def give_back(request, pk):
    try:
        shelf.give_back(get_object_or_404(Book, pk=pk), by=request.user)
    except shelf.Refused:
        messages.error(request, _("You do not have this book."))
    return redirect("members:home")
