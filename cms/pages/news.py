"""News: an index that filters by kind, year and tag, its articles, and an Atom feed."""

import re
from datetime import date
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItemBase
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.models import Page

from cms.pages.base import SitePage
from cms.pages.visibility import listed
from cms.streams.field import ContentStreamField

PER_PAGE = 10


class NewsKind(models.TextChoices):
    """What kind of news it is."""

    NEWS = "news", pgettext_lazy("news kind", "News")
    PRESS = "press", pgettext_lazy("news kind", "Press")
    NOTICE = "notice", pgettext_lazy("news kind", "Notice")


TONES = {NewsKind.NEWS: "brand", NewsKind.PRESS: "neutral", NewsKind.NOTICE: "warning"}


def today() -> date:
    """Return the day it is where the centre is."""
    return timezone.localdate()


class NewsIndexPage(RoutablePageMixin, SitePage, Page):
    """The list of news of one language."""

    parent_page_types: ClassVar[list[str]] = ["cms.HomePage", "cms.StandardPage"]
    subpage_types: ClassVar[list[str]] = ["cms.NewsPage"]

    class Meta:
        verbose_name = _("news index")
        verbose_name_plural = _("news indexes")

    def news(self) -> "QuerySet[NewsPage]":
        """Return its published news, newest first."""
        return listed(NewsPage.objects.child_of(self)).order_by("-date", "-pk")

    @path("")
    def index(self, request: HttpRequest) -> HttpResponseBase:
        """Show one page of the list, filtered as the address says."""
        news = self.news()
        chosen = self._chosen(request)
        found = news.filter(**chosen["filters"])
        years = [day.year for day in news.order_by().dates("date", "year", order="DESC")]
        shown = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
        return self.render(
            request,
            context_overrides={
                **chosen,
                "page_obj": shown,
                "rows": [one.as_row(request) for one in shown],
                "years": years,
                "kinds": NewsKind.choices,
                "feed_url": self.get_url(request) + self.reverse_subpage("feed"),
            },
        )

    @path("feed/", name="feed")
    def feed(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the news as an Atom feed."""
        from cms.pages.feeds import news_feed

        return news_feed(request, self)

    def _chosen(self, request: HttpRequest) -> dict[str, Any]:
        kind, year = request.GET.get("kind", ""), request.GET.get("year", "")
        tag = request.GET.get("tag", "").strip()[:100].replace("\x00", "")
        filters: dict[str, Any] = {}
        if kind in NewsKind.values:
            filters["kind"] = kind
        if re.fullmatch(r"[12][0-9]{3}", year):
            filters["date__year"] = int(year)
        if tag:
            filters["tags__name"] = tag
        query = {
            "kind": filters.get("kind", ""),
            "year": filters.get("date__year", ""),
            "tag": tag,
        }
        return {"filters": filters, "chosen": query, "query": _encoded(query)}


def _encoded(query: dict[str, Any]) -> str:
    return urlencode({name: value for name, value in query.items() if value})


class NewsPageTag(TaggedItemBase):
    """A tag on an article."""

    content_object = ParentalKey("cms.NewsPage", on_delete=models.CASCADE, related_name="tagged")


class NewsPage(SitePage, Page):
    """One article, press report or notice."""

    search_kind = _("News")

    date = models.DateField(_("date"), default=today)
    kind = models.CharField(
        _("kind"), max_length=10, choices=NewsKind.choices, default=NewsKind.NEWS
    )
    source = models.CharField(
        _("published by"),
        max_length=80,
        blank=True,
        help_text=_("For press: the paper or channel."),
    )
    source_url = models.URLField(_("address of the original"), blank=True, max_length=400)
    body = ContentStreamField(_("body"))
    tags = ClusterTaggableManager(through=NewsPageTag, blank=True, verbose_name=_("tags"))

    content_panels = [
        *Page.content_panels,
        FieldRowPanel([FieldPanel("date"), FieldPanel("kind")]),
        FieldPanel("summary"),
        FieldPanel("picture"),
        FieldPanel("body"),
        MultiFieldPanel([FieldPanel("source"), FieldPanel("source_url")], _("Reported elsewhere")),
        FieldPanel("tags"),
    ]
    parent_page_types: ClassVar[list[str]] = ["cms.NewsIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    is_article = True

    class Meta:
        verbose_name = _("news article")
        verbose_name_plural = _("news articles")
        indexes = [models.Index(fields=["-date"], name="cms_news_by_date")]

    @property
    def tag_list(self) -> list[dict[str, str]]:
        """Its kind, as the tags of a row."""
        return [{"label": str(self.get_kind_display()), "tone": TONES[NewsKind(self.kind)]}]

    @property
    def meta(self) -> str:
        """What a list says below the title: the year if it is not this one, source, summary."""
        year = (
            ""
            if self.date.year == today().year
            else gettext("in %(year)s") % {"year": self.date.year}
        )
        return " · ".join(part for part in (year, self.source, self.summary) if part)

    def as_row(self, request: HttpRequest) -> dict[str, Any]:
        """Return the arguments of its line in a list."""
        return {
            "date": self.date,
            "title": self.title,
            "href": self.get_url(request),
            "meta": self.meta,
            "tags": self.tag_list,
        }

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["parent_url"] = (self.get_url(request) or "").rsplit("/", 2)[0] + "/"
        context["tag_names"] = [tag.name for tag in self.tags.all()]
        return context


def latest_news(language: str) -> "QuerySet[NewsPage]":
    """Return the published news of a language, newest first."""
    return listed(NewsPage.objects.filter(locale__language_code=language)).order_by("-date", "-pk")
