"""What a class hands out: a file or a link, for the whole course or for one session.

The bytes are a private file (``cms.files``) whose subject is the material; what is said
beside a link, its name and size, is kept here too, so that a list asks for no other row.
"""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.files.names import extension_of
from events.models.course import Course
from events.models.naming import InReadersLanguage
from events.models.session import Session


class Material(models.Model):
    """One handout."""

    class Audience(models.TextChoices):
        EVERYONE = "everyone", pgettext_lazy("who may have it", "everyone")
        REGISTERED = "registered", pgettext_lazy("who may have it", "those registered")
        ATTENDEES = "attendees", pgettext_lazy("who may have it", "those who came")

    course = models.ForeignKey(
        Course, verbose_name=_("course"), on_delete=models.CASCADE, related_name="materials"
    )
    session = models.ForeignKey(
        Session,
        verbose_name=_("of one session"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="materials",
    )
    title = models.CharField(_("title"), max_length=120)
    title_en = models.CharField(_("title in English"), max_length=160, blank=True)
    url = models.URLField(_("link"), max_length=500, blank=True)
    file_key = models.UUIDField(_("file"), null=True, blank=True, editable=False)
    file_name = models.CharField(_("file name"), max_length=255, blank=True, editable=False)
    file_size = models.PositiveBigIntegerField(_("size in bytes"), default=0, editable=False)
    audience = models.CharField(
        _("for whom"), max_length=10, choices=Audience.choices, default=Audience.REGISTERED
    )
    available_from = models.DateTimeField(
        _("available from"), null=True, blank=True, help_text=_("Empty: at once.")
    )
    created_at = models.DateTimeField(_("created at"), default=timezone.now, editable=False)

    title_text = InReadersLanguage("title")

    class Meta:
        verbose_name = _("material")
        verbose_name_plural = _("materials")
        ordering = ["created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(url="") & Q(file_key__isnull=False))
                | (~Q(url="") & Q(file_key__isnull=True)),
                name="events_material_file_or_link",
                violation_error_message=_("A material is a file or a link, one of the two."),
            ),
        ]
        # Materials belong to their course: whoever may change it may change them.
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.title_text)

    @property
    def format(self) -> str:
        """The kind of file in capitals, ``PDF``; empty for a link."""
        return extension_of(self.file_name).upper()

    def is_available(self, now: datetime) -> bool:
        """Whether its time has come."""
        return self.available_from is None or self.available_from <= now
