"""Where sessions take place."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.districts import WITH_OUTSIDE
from events.models.naming import InReadersLanguage


class Venue(models.Model):
    """A place with its address and how to get in with a wheelchair or a pram."""

    name = models.CharField(_("name"), max_length=80)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    district = models.CharField(_("district"), max_length=20, choices=WITH_OUTSIDE, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    address_en = models.CharField(_("address in English"), max_length=200, blank=True)
    access = models.CharField(
        _("access"),
        max_length=300,
        blank=True,
        help_text=_("Wheelchair access, nursing room, pram parking, the nearest station exit."),
    )
    access_en = models.CharField(_("access in English"), max_length=300, blank=True)
    map_url = models.URLField(_("link to a map"), max_length=500, blank=True)

    name_text = InReadersLanguage("name")
    address_text = InReadersLanguage("address")
    access_text = InReadersLanguage("access")

    class Meta:
        verbose_name = _("venue")
        verbose_name_plural = _("venues")
        ordering = ["name"]

    def __str__(self) -> str:
        return str(self.name_text)
