"""Pages of the partners plug-in: they tell; the records they point to hold the facts."""

from typing import Any, ClassVar

from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from cms.pages.base import SitePage
from cms.pages.pictures import CARD
from cms.pages.visibility import listed
from cms.streams.field import ContentStreamField
from plugins.partners.forms import DirectoryForm, PartnerFilterForm
from plugins.partners.models.mou import Mou
from plugins.partners.models.partner import Partner
from plugins.partners.queries import public_mous, public_partners, public_resources

PER_PAGE = 20
MOST_STORIES = 6


class PartnerIndexPage(SitePage, Page):
    """All partners of the centre, those with an agreement first."""

    body = ContentStreamField(verbose_name=_("introduction"))

    content_panels = [*SitePage.content_panels, FieldPanel("body")]
    parent_page_types: ClassVar[list[str]] = ["cms.HomePage", "cms.StandardPage"]
    subpage_types: ClassVar[list[str]] = ["partners.PartnerPage"]
    template = "partners/partner_index_page.html"

    class Meta:
        verbose_name = _("partner index")
        verbose_name_plural = _("partner indexes")

    def stories(self) -> "list[PartnerPage]":
        """Return the published MOU pages below, newest first, their pictures at hand."""
        return list(
            listed(PartnerPage.objects.child_of(self))
            .exclude(partner=None)
            .order_by("-first_published_at", "-pk")
            .select_related("picture")
            # All sizes: a drawing's are kept under a name of their own.
            .prefetch_related("picture__renditions")
        )

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        form = PartnerFilterForm(request.GET)
        partners = public_partners()
        if form.chosen("kind"):
            partners = partners.filter(kind=form.chosen("kind"))
        shown = Paginator(partners, PER_PAGE).get_page(request.GET.get("page"))
        stories = self.stories()
        by_partner = {story.partner_id: story for story in stories}
        today = timezone.localdate()
        for partner in shown:
            story = by_partner.get(partner.pk)
            partner.story_url = story.get_url(request) if story else ""
            partner.latest = partner.shown_mous[0] if partner.shown_mous else None
            partner.in_force = any(mou.is_in_force(today) for mou in partner.shown_mous)
        return {
            **context,
            "form": form,
            "page_obj": shown,
            "query": form.query(),
            "mou_count": shown[0].mou_count if shown else 0,
            "stories": [_card(story, request) for story in stories[:MOST_STORIES]],
        }


def _card(story: "PartnerPage", request: HttpRequest) -> dict[str, str]:
    picture = story.picture.get_rendition(CARD).url if story.picture else ""
    return {
        "title": story.title,
        "text": story.summary,
        "url": story.get_url(request),
        "picture": picture,
    }


class PartnerPage(SitePage, Page):
    """The story of one partnership, beside the facts of its agreements."""

    partner = models.ForeignKey(
        Partner,
        verbose_name=_("partner"),
        null=True,  # only while the page is a draft
        on_delete=models.PROTECT,
        related_name="+",
    )
    body = ContentStreamField(verbose_name=_("story"))
    search_kind = _("Partner")

    content_panels = [*SitePage.content_panels, FieldPanel("partner"), FieldPanel("body")]
    parent_page_types: ClassVar[list[str]] = ["partners.PartnerIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "partners/partner_page.html"

    class Meta:
        verbose_name = _("MOU page")
        verbose_name_plural = _("MOU pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        partner = self.partner if self.partner is not None and self.partner.is_public else None
        mous: list[Any] = list(public_mous().filter(partner=partner).select_related("document"))
        today = timezone.localdate()
        for mou in mous:
            mou.tag = _mou_tag(mou, in_force=mou.is_in_force(today))
        return {**context, "partner": partner, "mous": mous}

    def search_text(self) -> str:
        """Return the page's words with the names of its partner and the points agreed."""
        own = super().search_text()
        if self.partner is None:
            return own
        points = [mou.summary for mou in public_mous().filter(partner=self.partner)]
        return "\n".join([own, self.partner.name, self.partner.name_en, *points])


def _mou_tag(mou: Mou, *, in_force: bool) -> dict[str, Any]:
    return (
        {"label": mou.State.ACTIVE.label, "tone": "success"}
        if in_force
        else {"label": mou.State.ENDED.label, "tone": "neutral"}
    )


class ResourceDirectoryPage(SitePage, Page):
    """Services elsewhere, found by kind, district and words."""

    body = ContentStreamField(verbose_name=_("introduction"))

    content_panels = [*SitePage.content_panels, FieldPanel("body")]
    parent_page_types: ClassVar[list[str]] = ["cms.HomePage", "cms.StandardPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "partners/resource_directory_page.html"

    class Meta:
        verbose_name = _("resource directory")
        verbose_name_plural = _("resource directories")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        form = DirectoryForm(request.GET)
        found = public_resources(
            text=form.chosen("q"), kind=form.chosen("kind"), district=form.chosen("district")
        )
        return {
            **context,
            "form": form,
            "page_obj": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
            "query": form.query(),
        }
