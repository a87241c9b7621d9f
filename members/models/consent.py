"""Consents: who agreed to which wording of what, when, and when they took it back.

A text is one version for one purpose. Once anyone has agreed to it, it is never
edited; a change is a new version. Required and optional purposes are asked apart.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Purpose(models.TextChoices):
    """What one is asked to agree to."""

    TERMS = "terms", _("terms of use")
    PRIVACY = "privacy", _("personal data for membership")
    CHILDREN = "children", _("children's data, given by the parent")
    NEWS = "news", _("news of classes and calls by mail")


class ConsentText(models.Model):
    """One version of the wording for one purpose, in both languages."""

    purpose = models.CharField(_("purpose"), max_length=20, choices=Purpose.choices)
    version = models.PositiveSmallIntegerField(_("version"))
    is_required = models.BooleanField(_("required for membership"))
    title = models.CharField(_("title"), max_length=120)
    title_en = models.CharField(_("title in English"), max_length=120, blank=True)
    text = models.TextField(_("text"))
    text_en = models.TextField(_("text in English"), blank=True)
    effective_from = models.DateTimeField(_("in effect from"), default=timezone.now)

    class Meta:
        verbose_name = _("consent text")
        verbose_name_plural = _("consent texts")
        ordering = ["purpose", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["purpose", "version"], name="members_consent_version_once"
            ),
            models.CheckConstraint(
                condition=Q(version__gte=1), name="members_consent_version_positive"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} (v{self.version})"

    @property
    def local_title(self) -> str:
        """The title in the reader's language; Korean where English is missing."""
        return (not _is_korean() and self.title_en) or self.title

    @property
    def local_text(self) -> str:
        """The text in the reader's language; Korean where English is missing."""
        return (not _is_korean() and self.text_en) or self.text


def _is_korean() -> bool:
    return (get_language() or "ko").startswith("ko")


class Consent(models.Model):
    """One person's agreement to one version of a text."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="consents",
        verbose_name=_("person"),
    )
    text = models.ForeignKey(
        ConsentText, on_delete=models.PROTECT, related_name="consents", verbose_name=_("text")
    )
    given_at = models.DateTimeField(_("given at"), default=timezone.now)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["-given_at", "-pk"]
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                fields=["user", "text"],
                condition=Q(withdrawn_at__isnull=True),
                name="members_consent_in_force_once",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=F("given_at")),
                name="members_consent_withdrawn_after_given",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.text}"
