"""What every public page has: a summary, a picture, its place in search and its door.

A page type is ``class CoursePage(SitePage, Page)``. Its template extends
``cms/page.html``, which fills title, description, canonical address, languages and
breadcrumbs from the page. The page's own text for the search index comes from
``search_text()``.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, time
from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel, Panel
from wagtail.models import Page, PageViewRestriction

from cms.pages.pictures import picture_keys, pictures, shared_url
from cms.pages.visibility import shown_app_labels
from cms.streams.words import words_of

__all__ = ["SitePage"]


class SitePage(models.Model):
    """Mixin of all page models, put before Wagtail's own Page: ``class X(SitePage, Page)``.

    The site search names a page by ``search_kind``, a word visitors know, and shows its
    ``search_date`` if it tells of a day: not when an editor last touched it.
    """

    search_kind: ClassVar[Any] = _("Guide")

    summary = models.CharField(
        _("summary"),
        max_length=240,
        blank=True,
        help_text=_("One or two sentences. Shown in lists, in search and when someone shares it."),
    )
    picture = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Shown at the top of the page and when someone shares it."),
    )

    content_panels: ClassVar[Sequence[Panel]] = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("picture"),
    ]
    promote_panels: ClassVar[Sequence[Panel]] = [
        MultiFieldPanel(
            [
                FieldPanel("slug"),
                FieldPanel("show_in_menus"),
            ],
            _("Place in the site"),
        ),
        MultiFieldPanel(
            [
                HelpPanel(content=_("Left empty, the title and the summary of the page are used.")),
                FieldPanel("seo_title"),
                FieldPanel("search_description"),
            ],
            _("For search engines and sharing"),
        ),
    ]

    class Meta:
        abstract = True

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        # The frame around the page asks the request where it is.
        request.shown_page = self  # type: ignore[attr-defined]  # read by cms.navigation
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context

    @cached_property
    def shown_picture(self) -> Any:
        """The picture with its usual renditions already fetched, or None.

        Those of the page's streams are read along with it.
        """
        if self.picture_id is None:
            return None
        keys = {self.picture_id}
        for _field, value in self._streams():
            keys.update(picture_keys(value.raw_data))
        return pictures(keys).get(self.picture_id)

    def _streams(self) -> Iterator[tuple[Any, Any]]:
        for field in self._meta.get_fields():
            if isinstance(field, models.Field) and hasattr(field, "stream_block"):
                yield field, field.value_from_object(self)

    @property
    def shared_picture_url(self) -> str:
        """The picture's address for other sites, or an empty string (a drawing is not shared)."""
        return shared_url(self.shown_picture)

    @property
    def description(self) -> str:
        """One or two sentences about the page, or an empty string."""
        return self.search_description or self.summary

    @property
    def search_date(self) -> datetime | None:
        """The day the page tells of, as an instant; None if it tells of none."""
        day = getattr(self, "date", None)
        return timezone.make_aware(datetime.combine(day, time.min)) if day else None

    def search_text(self) -> str:
        """Return the page's own words for the search index, as plain text without its title.

        The summary and every StreamField; page types add what else they show.
        """
        parts = [self.summary]
        for field, value in self._streams():
            parts.extend(words_of(field.stream_block, value))
        return "\n".join(str(part) for part in parts if part)

    def get_view_restrictions(self) -> Any:
        """Return the restrictions on this page and those above it.

        Routing has already asked whether there are any: mostly not, and no query is made.
        """
        trail = getattr(self, "trail", None)
        if trail is None or any(page.alias_of_id or page.is_locked for page in trail):
            return super().get_view_restrictions()
        return PageViewRestriction.objects.none()

    @classmethod
    def can_create_at(cls, parent: Page) -> bool:
        """Return whether an editor may add such a page: not while its plug-in is off."""
        allowed: bool = super().can_create_at(parent)
        return allowed and cls._meta.app_label in shown_app_labels()
