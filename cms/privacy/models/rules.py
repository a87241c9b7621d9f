"""What only the centre can know: who answers for personal data, and by which rule papers stay."""

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting
from wagtail.contrib.settings.registry import register_setting

LONGEST_YEARS = 50


@register_setting(icon="lock", order=20)
class PrivacySettings(BaseGenericSetting):
    """One row; texts come in pairs, Korean and English."""

    officer = models.CharField(
        _("who answers for personal data (Korean)"),
        max_length=120,
        blank=True,
        help_text=_("Name or office and how to reach them; members read it on “My data”."),
    )
    officer_en = models.CharField(
        _("who answers for personal data (English)"), max_length=120, blank=True
    )
    papers_years = models.PositiveSmallIntegerField(
        _("years that grant papers are kept"),
        default=5,
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST_YEARS)],
        help_text=_(
            "What was handed in for a grant, counted from the end of the year of its activities. "
            "Ask whoever audits your subsidies."
        ),
    )
    papers_rule = models.CharField(
        _("by which rule (Korean)"),
        max_length=200,
        blank=True,
        help_text=_(
            "The law, ordinance or guideline and its article, as members are to read it when "
            "they leave."
        ),
    )
    papers_rule_en = models.CharField(_("by which rule (English)"), max_length=200, blank=True)

    panels: ClassVar[list[MultiFieldPanel]] = [
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("officer"), FieldPanel("officer_en")])],
            _("Who answers"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("papers_years"),
                FieldRowPanel([FieldPanel("papers_rule"), FieldPanel("papers_rule_en")]),
            ],
            _("Papers that must be kept"),
        ),
    ]

    class Meta:
        verbose_name = _("personal data")
        verbose_name_plural = _("personal data")

    def __str__(self) -> str:
        return gettext("personal data")

    @property
    def officer_words(self) -> str:
        """Who answers for personal data, in the language being spoken."""
        return (not _is_korean() and self.officer_en) or self.officer

    @property
    def papers_words(self) -> str:
        """The rule by which papers are kept, in the language being spoken."""
        named = (not _is_korean() and self.papers_rule_en) or self.papers_rule
        return named or gettext("the centre's rules for keeping accounts")


def _is_korean() -> bool:
    return (get_language() or "ko").startswith("ko")


def privacy_settings() -> PrivacySettings:
    """Return the settings: one query, never a write."""
    return PrivacySettings.objects.first() or PrivacySettings()
