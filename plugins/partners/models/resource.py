"""A service elsewhere that helps working parents: one entry of the resource directory."""

import re

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.districts import WITH_OUTSIDE
from plugins.partners.models.language import in_language


class ResourceKind(models.TextChoices):
    """What one looks for."""

    LABOUR = "labour", _("Work and rights")
    CHILDCARE = "childcare", pgettext_lazy("partners", "Childcare")
    FAMILY = "family", _("Family and parenting")
    HEALTH = "health", _("Health and mind")
    JOBS = "jobs", _("Jobs and training")
    WELFARE = "welfare", _("Living and welfare")


class Resource(models.Model):
    """A service with its telephone and its site; an empty district means all of Seoul."""

    title = models.CharField(_("title (Korean)"), max_length=120)
    title_en = models.CharField(_("title (English)"), max_length=160, blank=True)
    kind = models.CharField(
        pgettext_lazy("partners", "kind"), max_length=12, choices=ResourceKind.choices
    )
    district = models.CharField(
        _("district"),
        max_length=16,
        choices=WITH_OUTSIDE,
        blank=True,
        help_text=_("Leave empty if it serves all of Seoul."),
    )
    phone = models.CharField(
        _("phone"),
        max_length=30,
        blank=True,
        validators=[RegexValidator(r"^[\d+ ()~-]+$", _("Digits and hyphens only."))],
    )
    link = models.URLField(_("website"), blank=True)
    description = models.TextField(_("description (Korean)"), max_length=400, blank=True)
    description_en = models.TextField(_("description (English)"), max_length=600, blank=True)
    order = models.PositiveSmallIntegerField(
        pgettext_lazy("partners", "order"), default=100, help_text=_("Smaller numbers come first.")
    )
    is_public = models.BooleanField(_("shown on the site"), default=True)

    class Meta:
        verbose_name = _("resource")
        verbose_name_plural = _("resources")
        ordering = ["order", "title", "pk"]
        indexes = [models.Index(fields=["is_public", "order", "title"], name="partners_directory")]

    def __str__(self) -> str:
        return self.title

    @property
    def shown_title(self) -> str:
        """The title in the reader's language."""
        return in_language(self, "title")

    @property
    def shown_description(self) -> str:
        """The description in the reader's language."""
        return in_language(self, "description")

    @property
    def dial(self) -> str:
        """What a telephone dials: the digits of the first number given."""
        return re.sub(r"[^\d+]", "", self.phone.partition("~")[0])
