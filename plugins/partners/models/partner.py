"""An organisation the centre works with."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.search import index

from cms.districts import WITH_OUTSIDE
from plugins.partners.models.language import in_language


class PartnerKind(models.TextChoices):
    """What an organisation does for working parents."""

    PUBLIC = "public", _("Public body")
    LABOUR = "labour", _("Labour rights")
    WOMEN = "women", _("Women's organisation")
    CHILDCARE = "childcare", pgettext_lazy("partners", "Childcare")
    EDUCATION = "education", pgettext_lazy("partners", "Education")
    FAMILY = "family", _("Family support")
    COMPANY = "company", _("Company")
    MEDIA = "media", _("Media")
    OTHER = "other", pgettext_lazy("partners", "Other")


class Partner(index.Indexed, models.Model):
    """A partner organisation; ``note`` is for staff only and never shown on the site."""

    name = models.CharField(_("name (Korean)"), max_length=120, unique=True)
    name_en = models.CharField(_("name (English)"), max_length=160, blank=True)
    kind = models.CharField(
        pgettext_lazy("partners", "kind"),
        max_length=12,
        choices=PartnerKind.choices,
        default=PartnerKind.PUBLIC,
    )
    district = models.CharField(_("district"), max_length=16, choices=WITH_OUTSIDE, blank=True)
    link = models.URLField(_("website"), blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    logo = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name=_("logo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    note = models.TextField(
        _("note for staff"), blank=True, help_text=_("Never shown on the site.")
    )
    is_public = models.BooleanField(_("shown on the site"), default=True)

    search_fields = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
        index.SearchField("name_en"),
        index.FilterField("kind"),
        index.FilterField("district"),
        index.FilterField("is_public"),
    ]

    class Meta:
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def shown_name(self) -> str:
        """The name in the reader's language."""
        return in_language(self, "name")
