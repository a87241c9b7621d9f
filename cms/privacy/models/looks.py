"""The access log: who looked at whose data, when, from where and, for exports, why.

Rows are numbered without gaps and chained: each carries a digest, under a key of the site
that is not in the database, over the row before it and all it says itself. Whoever changes,
drops or slips in a row without the key breaks the chain there. Triggers on both databases
refuse changes and deletions besides, except of rows before the ``Chain``'s cut.

People are named by the keys of their accounts, without foreign keys: the log outlives them.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Look(models.Model):
    """One look: at one person's page, a list, a file, an export."""

    number = models.PositiveBigIntegerField(_("number"), unique=True)
    at = models.DateTimeField(_("at"), db_index=True)
    by_id = models.PositiveBigIntegerField(_("key of who looked"))
    purpose = models.CharField(_("what was done"), max_length=60)
    subject = models.CharField(_("where"), max_length=120, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    network = models.CharField(_("from which network"), max_length=43, blank=True)
    key_mark = models.CharField(max_length=8)
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("look at personal data")
        verbose_name_plural = _("access log")
        ordering = ["-number"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.number} {self.purpose}"


class LookedAt(models.Model):
    """One of the people whose data a look showed."""

    look = models.ForeignKey(Look, on_delete=models.CASCADE, related_name="people")
    person_id = models.PositiveBigIntegerField(_("key of the person"), db_index=True)

    class Meta:
        verbose_name = _("person looked at")
        verbose_name_plural = _("people looked at")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["look", "person_id"], name="privacy_looked_at_once")
        ]

    def __str__(self) -> str:
        return f"{self.look_id}: {self.person_id}"


class Chain(models.Model):
    """The one row that knows both ends: the last number written, and where the log was cut.

    Each end is sealed under the site's key, so that neither can be moved without it.
    """

    number = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)
    seal = models.CharField(max_length=72, blank=True)
    cut_number = models.PositiveBigIntegerField(default=0)
    cut_digest = models.CharField(max_length=64, blank=True)
    cut_seal = models.CharField(max_length=72, blank=True)

    class Meta:
        verbose_name = _("ends of the access log")
        verbose_name_plural = _("ends of the access log")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.cut_number} – {self.number}"
