"""A certificate of attendance: what it said when it was issued, for ever.

Numbers count from 1 in each year of Seoul's calendar without a gap: ``CertificateCounter``
is raised in the transaction that writes the certificate. ``token`` opens the public page
where anybody who holds the paper can see whether it stands.

A registration has one certificate that stands, at most. One that was taken back stays as it was;
another may be issued in its place, which ``replaces`` it: a chain from the first to the latest.
"""

import secrets
from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from events.models.naming import InReadersLanguage
from events.models.registration import Registration


def new_certificate_token() -> str:
    """Return what the QR code of a certificate carries: 120 random bits."""
    return secrets.token_urlsafe(15)


class CertificateCounter(models.Model):
    """How many certificates have been issued in one year."""

    year = models.PositiveSmallIntegerField(_("year"), primary_key=True)
    issued = models.PositiveIntegerField(_("issued"), default=0)

    class Meta:
        verbose_name = _("numbers of certificates")
        verbose_name_plural = _("numbers of certificates")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.year}: {self.issued}"


class Certificate(models.Model):
    """One certificate; ``minutes`` are those of the sessions that took place."""

    registration = models.ForeignKey(
        Registration,
        verbose_name=_("registration"),
        on_delete=models.PROTECT,
        related_name="certificates",
    )
    replaces = models.OneToOneField(
        "self",
        verbose_name=_("issued in place of"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="replacement",
    )
    year = models.PositiveSmallIntegerField(_("year"))
    sequence = models.PositiveIntegerField(_("number in the year"))
    token = models.CharField(
        _("token"), max_length=24, unique=True, default=new_certificate_token, editable=False
    )
    name_as_printed = models.CharField(_("name as printed"), max_length=150, blank=True)
    course_title = models.CharField(_("title"), max_length=120)
    course_title_en = models.CharField(_("title in English"), max_length=160, blank=True)
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    sessions = models.PositiveSmallIntegerField(_("sessions"))
    minutes = models.PositiveIntegerField(_("minutes"))
    issued_at = models.DateTimeField(_("issued at"))
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)
    revoke_reason = models.CharField(_("reason"), max_length=300, blank=True)

    course_title_text = InReadersLanguage("course_title")

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        ordering = ["year", "sequence"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "sequence"], name="events_certificate_number_once"
            ),
            # Of two who issue at once, one is first; what replaces another is taken by the column.
            models.UniqueConstraint(
                fields=["registration"],
                condition=Q(replaces__isnull=True),
                name="events_certificate_first_once",
            ),
            models.UniqueConstraint(
                fields=["registration"],
                condition=Q(revoked_at__isnull=True),
                name="events_certificate_stands_once",
            ),
            models.CheckConstraint(
                condition=Q(sequence__gte=1), name="events_certificate_numbers_from_one"
            ),
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")), name="events_certificate_days_in_order"
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoke_reason="")
                | (Q(revoked_at__isnull=False) & ~Q(revoke_reason="")),
                name="events_certificate_revoked_with_reason",
            ),
        ]
        # Certificates belong to their registration: whoever may change it may issue them.
        default_permissions = ()

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """The number as printed, ``2026-0012``."""
        return f"{self.year}-{self.sequence:04d}"

    @property
    def is_valid(self) -> bool:
        return self.revoked_at is None

    @property
    def is_replaced(self) -> bool:
        """Whether another was issued in its place."""
        return hasattr(self, "replacement")

    @property
    def days(self) -> tuple[date, date]:
        """First and last day."""
        return self.first_day, self.last_day
