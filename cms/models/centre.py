"""The centre itself: its name, how to reach it, its colour, what its frame says."""

from datetime import datetime
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)
from wagtail.contrib.settings.models import BaseGenericSetting
from wagtail.contrib.settings.registry import register_setting

from cms.design.contrast import DEFAULT_BRAND, validate_brand_colour
from cms.pagecache.remembered import remembered

_KEPT = "centre_settings"


def current_language() -> str:
    """Return ``ko`` or ``en``: the language being spoken, Korean when in doubt."""
    return "en" if (get_language() or "").startswith("en") else "ko"


def pair(ko: models.Field, en: models.Field) -> FieldRowPanel:
    """Return a row of the editor with the Korean and the English field side by side."""
    return FieldRowPanel([FieldPanel(ko), FieldPanel(en)])


@register_setting(icon="home", order=1)
class CentreSettings(BaseGenericSetting):
    """One row: what every page says about the centre.

    Texts come in pairs, ``x`` in Korean and ``x_en``; ``centre.text("x")`` gives the one
    in the language being spoken, Korean when the English one is empty.
    """

    name = models.CharField(_("name (Korean)"), max_length=60, default="품앗이 직장맘지원센터")
    name_en = models.CharField(
        _("name (English)"), max_length=80, default="Pumasi Working Parents' Centre"
    )
    masthead = models.CharField(
        _("line at the very top (Korean)"),
        max_length=120,
        blank=True,
        help_text=_("For example that this is the site of a public body. Empty: no line."),
    )
    masthead_en = models.CharField(_("line at the very top (English)"), max_length=120, blank=True)
    brand_colour = models.CharField(
        _("brand colour"),
        max_length=7,
        default=DEFAULT_BRAND,
        validators=[validate_brand_colour],
        help_text=_("As #0f5e4d. White text must be readable on it (contrast 4.5 to 1)."),
    )
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    hotline = models.CharField(
        _("hotline (Korean)"),
        max_length=60,
        blank=True,
        help_text=_("As people dial or say it, for example 직장맘 전용콜 120+5번."),
    )
    hotline_en = models.CharField(_("hotline (English)"), max_length=60, blank=True)
    hotline_number = models.CharField(
        _("hotline, digits to dial"), max_length=30, blank=True, help_text=_("Digits only.")
    )
    opening_hours = models.CharField(_("opening hours (Korean)"), max_length=160, blank=True)
    opening_hours_en = models.CharField(_("opening hours (English)"), max_length=160, blank=True)
    call_us = models.CharField(
        _("“call us” box (Korean)"),
        max_length=240,
        blank=True,
        help_text=_("Who answers and what about, in a sentence or two."),
    )
    call_us_en = models.CharField(_("“call us” box (English)"), max_length=240, blank=True)
    address = models.CharField(_("address (Korean)"), max_length=200, blank=True)
    address_en = models.CharField(_("address (English)"), max_length=200, blank=True)
    map_url = models.URLField(_("link to a map"), blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    blog_url = models.URLField(_("blog"), blank=True)
    instagram_url = models.URLField(_("Instagram"), blank=True)
    youtube_url = models.URLField(_("YouTube"), blank=True)
    kakao_url = models.URLField(_("KakaoTalk channel"), blank=True)
    notice = models.CharField(
        _("notice bar (Korean)"),
        max_length=200,
        blank=True,
        help_text=_("One line above every page, for example a maintenance window."),
    )
    notice_en = models.CharField(_("notice bar (English)"), max_length=200, blank=True)
    notice_from = models.DateTimeField(_("notice shown from"), null=True, blank=True)
    notice_until = models.DateTimeField(_("notice shown until"), null=True, blank=True)
    picture = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name=_("picture for sharing"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_(
            "Shown when someone shares a page that has no picture of its own. "
            "1200 × 630 pixels suit."
        ),
    )
    privacy_page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("privacy policy"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    terms_page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("terms of use"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    accessibility_page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("accessibility statement"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    select_related: ClassVar[list[str]] = ["privacy_page", "terms_page", "accessibility_page"]

    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    pair("name", "name_en"),
                    pair("masthead", "masthead_en"),
                    FieldPanel("brand_colour"),
                    FieldPanel("picture"),
                    MultiFieldPanel(
                        [
                            FieldPanel("privacy_page"),
                            FieldPanel("terms_page"),
                            FieldPanel("accessibility_page"),
                        ],
                        _("Links at the foot of every page"),
                    ),
                ],
                heading=_("The centre"),
            ),
            ObjectList(
                [
                    FieldRowPanel([FieldPanel("phone"), FieldPanel("email")]),
                    pair("hotline", "hotline_en"),
                    FieldPanel("hotline_number"),
                    pair("opening_hours", "opening_hours_en"),
                    pair("call_us", "call_us_en"),
                    pair("address", "address_en"),
                    FieldPanel("map_url"),
                    MultiFieldPanel(
                        [
                            FieldPanel("blog_url"),
                            FieldPanel("instagram_url"),
                            FieldPanel("youtube_url"),
                            FieldPanel("kakao_url"),
                        ],
                        _("Elsewhere"),
                    ),
                ],
                heading=_("Contact"),
            ),
            ObjectList(
                [
                    pair("notice", "notice_en"),
                    FieldRowPanel([FieldPanel("notice_from"), FieldPanel("notice_until")]),
                ],
                heading=_("Notice bar"),
            ),
        ]
    )

    class Meta:
        verbose_name = _("centre")
        verbose_name_plural = _("centre")

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        if self.notice_from and self.notice_until and self.notice_until <= self.notice_from:
            raise ValidationError({"notice_until": _("The notice must end after it begins.")})

    def save(self, *args: Any, **kwargs: Any) -> None:
        from cms.pagecache.version import touch

        super().save(*args, **kwargs)
        touch()

    def text(self, name: str) -> str:
        """Return the text ``name`` in the language being spoken, Korean if it has no other."""
        spoken = getattr(self, f"{name}_en") if current_language() == "en" else ""
        return spoken or getattr(self, name)

    def notice_now(self, now: datetime | None = None) -> str:
        """Return the notice to show at ``now`` (default: the clock), or an empty string."""
        from cms.pagecache.freshness import until

        until(None, self.notice_from, self.notice_until)
        now = now or timezone.now()
        begun = self.notice_from is None or self.notice_from <= now
        over = self.notice_until is not None and self.notice_until <= now
        return self.text("notice") if begun and not over else ""

    @cached_property
    def shared_picture_url(self) -> str:
        """The address, for other sites, of the picture shared where a page has none; or empty."""
        from cms.pages.pictures import pictures, shared_url

        if self.picture_id is None:
            return ""
        return shared_url(pictures({self.picture_id}).get(self.picture_id))

    @property
    def dialled(self) -> str:
        """What a telephone dials to reach the centre: digits, ``+``, ``*`` and ``#``."""
        number = self.hotline_number or self.phone
        return "".join(sign for sign in number if sign.isdigit() or sign in "+*#")

    def elsewhere(self) -> list[tuple[str, str]]:
        """Return the centre's other places as (name, address), empty ones left out."""
        names = ("blog_url", "instagram_url", "youtube_url", "kakao_url")
        return [
            (str(self._meta.get_field(name).verbose_name), getattr(self, name))
            for name in names
            if getattr(self, name)
        ]


def centre(request: HttpRequest | None = None) -> CentreSettings:
    """Return the centre's settings, to be read only: at most one query, and never a write."""
    kept = getattr(request, _KEPT, None)
    if kept is None:
        kept = remembered("centre", CentreSettings.base_queryset().first) or CentreSettings()
        if request is not None:
            setattr(request, _KEPT, kept)
    return kept
