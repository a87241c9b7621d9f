"""The editors' way into the other language: a button, a confirmation, a hint."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail.admin.widgets import Button
from wagtail.models import Locale, Page

from cms.pages.translations import may_translate, newer_original, translate


def admin_urls() -> list[URLPattern]:
    """Return the address of the confirmation."""
    return [path("pages/<int:page_id>/translate/<str:code>/", confirm, name="translate_page")]


def others(page: Page) -> Iterator[tuple[Locale, str]]:
    """Yield the other languages of the site with their own names."""
    for locale in Locale.objects.exclude(pk=page.locale_id):
        if locale.language_code in dict(settings.LANGUAGES):
            yield locale, str(locale.language_name_local)


def header_buttons(page: Page, user: Any, *_where: Any, **_more: Any) -> Iterator[Button]:
    """Yield, for each other language, the way to the translation or to making one."""
    for locale, name in others(page):
        known = page.get_translation_or_none(locale)
        if known is not None and known.permissions_for_user(user).can_edit():
            url = reverse("wagtailadmin_pages:edit", args=[known.pk])
            label = _("Edit in %(language)s") % {"language": name}
        elif known is None and may_translate(user, page, locale):
            url = reverse("translate_page", args=[page.pk, locale.language_code])
            label = _("Carry over into %(language)s") % {"language": name}
        else:
            continue
        yield Button(label, url, icon_name="site", priority=35)


def confirm(request: HttpRequest, page_id: int, code: str) -> HttpResponseBase:
    """Ask, then copy the page as a draft of the other language and open it."""
    page = get_object_or_404(Page, pk=page_id)
    locale = get_object_or_404(Locale, language_code=code)
    known = page.get_translation_or_none(locale)
    if known is None and not may_translate(request.user, page, locale):
        raise PermissionDenied
    if known is None and request.method != "POST":
        context = {"page": page, "language": locale.language_name_local}
        return render(request, "cms/admin/translate_page.html", context)
    if known is None:
        known = translate(page, to=locale, by=request.user)
        messages.success(request, _("The draft is ready to be put into words."))
    return redirect("wagtailadmin_pages:edit", known.pk)


def tell_if_behind(request: HttpRequest, page: Page) -> None:
    """Say above the editor that the page it was translated from has changed since."""
    if request.method != "GET":
        return
    original = newer_original(page)
    if original is not None:
        messages.info(
            request,
            format_html(
                "{} <a href='{}'>{}</a>",
                _("The Korean page was published after this one was last saved."),
                reverse("wagtailadmin_pages:history", args=[original.pk]),
                _("See what changed"),
            ),
        )
