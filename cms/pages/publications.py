"""Handbooks, casebooks, newsletters and forms to read and take along."""

from typing import Any, ClassVar

from django.core.paginator import Paginator
from django.db import models
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.images import get_image_model
from wagtail.models import Orderable, Page

from cms.pages.base import SitePage
from cms.pages.news import today
from cms.pages.pictures import SPECS
from cms.pages.visibility import listed
from cms.streams.field import ContentStreamField

PER_PAGE = 12


class PublicationKind(models.TextChoices):
    """What kind of publication it is."""

    HANDBOOK = "handbook", pgettext_lazy("publication", "Handbook")
    CASEBOOK = "casebook", pgettext_lazy("publication", "Casebook")
    NEWSLETTER = "newsletter", pgettext_lazy("publication", "Newsletter")
    REPORT = "report", pgettext_lazy("publication", "Report")
    FORM = "form", pgettext_lazy("publication", "Form")


class PublicationIndexPage(SitePage, Page):
    """The list of publications of one language."""

    parent_page_types: ClassVar[list[str]] = ["cms.HomePage", "cms.StandardPage"]
    subpage_types: ClassVar[list[str]] = ["cms.PublicationPage"]

    class Meta:
        verbose_name = _("publication index")
        verbose_name_plural = _("publication indexes")

    def publications(self) -> "QuerySet[PublicationPage]":
        """Return its publications, newest first, with covers and files: four queries in all."""
        covers = get_image_model().objects.prefetch_renditions(*SPECS)
        files = PublicationFile.objects.select_related("document")
        return (
            listed(PublicationPage.objects.child_of(self))
            .order_by("-date", "-pk")
            .prefetch_related(Prefetch("picture", covers), Prefetch("files", files))
        )

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        kind = request.GET.get("kind", "")
        kind = kind if kind in PublicationKind.values else ""
        found = self.publications()
        if kind:
            found = found.filter(kind=kind)
        context["kinds"] = PublicationKind.choices
        context["kind"] = kind
        context["query"] = f"kind={kind}" if kind else ""
        shown = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
        for one in shown:
            one.address = one.get_url(request)
        context["page_obj"] = shown
        return context


class PublicationPage(SitePage, Page):
    """One publication; its picture is its cover."""

    search_kind = _("Publication")

    kind = models.CharField(
        _("kind"),
        max_length=12,
        choices=PublicationKind.choices,
        default=PublicationKind.HANDBOOK,
    )
    date = models.DateField(_("date"), default=today)
    body = ContentStreamField(_("body"))

    content_panels = [
        *Page.content_panels,
        FieldRowPanel([FieldPanel("kind"), FieldPanel("date")]),
        FieldPanel("summary"),
        FieldPanel("picture", heading=_("cover")),
        InlinePanel("files", heading=_("Files"), label=_("File")),
        FieldPanel("body"),
    ]
    parent_page_types: ClassVar[list[str]] = ["cms.PublicationIndexPage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publications")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        files = self.files.all()
        if self.pk and not getattr(request, "is_preview", False):
            files = files.select_related("document")
        context["documents"] = [file.document for file in files]
        return context


class PublicationFile(Orderable):
    """One file of a publication: the PDF, the HWP."""

    page = ParentalKey(PublicationPage, on_delete=models.CASCADE, related_name="files")
    document = models.ForeignKey(
        "wagtaildocs.Document",
        verbose_name=_("document"),
        on_delete=models.PROTECT,
        related_name="+",
    )

    panels = [FieldPanel("document")]

    class Meta(Orderable.Meta):
        verbose_name = _("file")
        verbose_name_plural = _("files")

    def __str__(self) -> str:
        return str(self.document)
