"""A mail that staff wrote to many people of a course, and to whom it went."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.mail.models import OutboxMessage
from events.models.course import Course
from events.models.registration import Registration
from events.models.session import Session


class BulkMail(models.Model):
    """What was written, once; ``key`` comes with the form, so that it is sent once.

    ``audience`` is a key of ``events.audiences``. ``recipients`` counts the mails,
    ``unreachable`` the people of the audience who have no address.
    """

    key = models.UUIDField(_("key"), unique=True, default=uuid.uuid4, editable=False)
    course = models.ForeignKey(
        Course, verbose_name=_("course"), on_delete=models.CASCADE, related_name="bulk_mails"
    )
    session = models.ForeignKey(
        Session,
        verbose_name=_("session"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    audience = models.CharField(_("to whom"), max_length=20)
    subject = models.CharField(_("subject"), max_length=120)
    subject_en = models.CharField(_("subject in English"), max_length=160, blank=True)
    text = models.TextField(_("text"), max_length=5000)
    text_en = models.TextField(_("text in English"), max_length=5000, blank=True)
    is_advertising = models.BooleanField(_("advertising"), default=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("sent by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    at = models.DateTimeField(_("sent at"), default=timezone.now)
    recipients = models.PositiveIntegerField(_("recipients"), default=0)
    unreachable = models.PositiveIntegerField(_("without an address"), default=0)

    class Meta:
        verbose_name = _("mail to many")
        verbose_name_plural = _("mails to many")
        ordering = ["-at", "-pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.subject


class BulkMailCopy(models.Model):
    """One recipient's copy; the message leaves the outbox after half a year, this row stays."""

    mail = models.ForeignKey(
        BulkMail, verbose_name=_("mail to many"), on_delete=models.CASCADE, related_name="copies"
    )
    registration = models.ForeignKey(
        Registration, verbose_name=_("registration"), on_delete=models.CASCADE, related_name="+"
    )
    message = models.ForeignKey(
        OutboxMessage,
        verbose_name=_("outgoing mail"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("copy of a mail to many")
        verbose_name_plural = _("copies of mails to many")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["mail", "registration"], name="events_bulk_mail_copy_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.mail)
