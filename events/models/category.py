"""What a course is about: labour law, humanities, parents' classes, station desks."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from events.models.naming import InReadersLanguage


class Category(models.Model):
    """A subject, with a colour for calendars and a feed of its own."""

    class Programme(models.TextChoices):
        """Which programme of the centre's yearly plan the category counts towards."""

        LABOUR_LAW = "labour_law", _("Labour law")
        HUMANITIES = "humanities", _("Humanities")
        HEALING = "healing", _("Healing")
        PARENTS = "parents", _("Parents' classes")
        EMPLOYERS = "employers", _("Classes for employers")
        COMMUNITY = "community", _("Parent communities")
        OUTREACH_DESK = "outreach_desk", _("Station desks")
        OTHER = "other", _("Other")

    class Colour(models.TextChoices):
        """CSS colour names, the only ones calendar programs understand (RFC 7986, 5.9)."""

        DARKGREEN = "darkgreen", _("dark green")
        TEAL = "teal", _("teal")
        STEELBLUE = "steelblue", _("blue")
        INDIGO = "indigo", _("indigo")
        PURPLE = "purple", _("purple")
        CRIMSON = "crimson", _("red")
        SADDLEBROWN = "saddlebrown", _("brown")
        DARKGOLDENROD = "darkgoldenrod", _("gold")
        SLATEGRAY = "slategray", _("grey")

    slug = models.SlugField(_("web address"), max_length=50, unique=True)
    name = models.CharField(_("name"), max_length=40)
    name_en = models.CharField(_("name in English"), max_length=60, blank=True)
    colour = models.CharField(
        _("colour"), max_length=20, choices=Colour.choices, default=Colour.DARKGREEN
    )
    programme = models.CharField(
        _("programme"), max_length=20, choices=Programme.choices, default=Programme.OTHER
    )
    sort_order = models.PositiveSmallIntegerField(_("order"), default=0)

    name_text = InReadersLanguage("name")

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering = ["sort_order", "name"]

    def __str__(self) -> str:
        return str(self.name_text)
