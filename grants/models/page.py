"""A page that tells of a call; dates, money and form are the call's own."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from cms.pages.base import SitePage
from cms.streams.field import ContentStreamField
from grants.models.call import Call


class CallPage(SitePage, Page):
    """The story of one call, in one language."""

    search_kind = _("Grant call")

    call = models.ForeignKey(
        Call, on_delete=models.PROTECT, related_name="pages", verbose_name=_("call")
    )
    body = ContentStreamField(verbose_name=_("body"))

    content_panels = [*SitePage.content_panels, FieldPanel("call"), FieldPanel("body")]
    template = "grants/call_page.html"
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("page of a call")
        verbose_name_plural = _("pages of calls")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from grants.views.calls import call_context

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return {**context, **call_context(self.call, request.user)}
