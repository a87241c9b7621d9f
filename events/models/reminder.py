"""Reminders before a session: one row for each that is to be sent, on one channel.

The row is the truth; whatever sends only drains rows. The session's start is part of the
key, not its sequence: a session at another time has reminders of its own, a session that
only changes its room does not remind twice.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.models.registration import Registration
from events.models.session import Session

MAIL = "mail"
"""The channel of the site's own; the others are keys of ``MessageChannel``."""


class Reminder(models.Model):
    """A reminder of one session on one channel.

    While ``leased_until`` is set a process is handing it over. What that process leaves behind
    by dying becomes ``UNKNOWN`` and is never sent again by itself.
    """

    class Kind(models.TextChoices):
        DAY = "day", _("a day before")
        HOUR = "hour", _("an hour before")

    class State(models.TextChoices):
        DUE = "due", _("to be sent")
        SENT = "sent", _("sent")
        SKIPPED = "skipped", _("not needed")
        UNKNOWN = "unknown", _("unknown")

    class Why(models.TextChoices):
        CANCELLED = "cancelled", _("the seat or the class was cancelled")
        LATE = "late", _("it was too late")
        OFF = "off", _("switched off")
        UNREACHABLE = "unreachable", _("the channel does not reach the person")

    registration = models.ForeignKey(
        Registration,
        verbose_name=_("registration"),
        on_delete=models.CASCADE,
        related_name="reminders",
    )
    session = models.ForeignKey(
        Session, verbose_name=_("session"), on_delete=models.CASCADE, related_name="reminders"
    )
    kind = models.CharField(_("kind"), max_length=4, choices=Kind.choices)
    channel = models.CharField(_("channel"), max_length=100, default=MAIL)
    starts_at = models.DateTimeField(_("start of the session it tells of"))
    due_at = models.DateTimeField(_("due at"))
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.DUE)
    why = models.CharField(_("why not"), max_length=12, choices=Why.choices, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    leased_until = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(_("sent or given up at"), null=True, blank=True)

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ["due_at", "pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "session", "kind", "channel", "starts_at"],
                name="events_reminder_once",
            ),
            models.CheckConstraint(
                condition=Q(state="due", closed_at__isnull=True)
                | (~Q(state="due") & Q(closed_at__isnull=False, leased_until__isnull=True)),
                name="events_reminder_closed_at_the_end",
            ),
        ]
        indexes = [models.Index(fields=["state", "due_at"], name="events_reminder_due")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {timezone.localtime(self.starts_at):%Y-%m-%d %H:%M}"


class ReminderChoice(models.Model):
    """A channel on which a person wants no reminders; no row: on."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    channel = models.CharField(_("channel"), max_length=100)

    class Meta:
        verbose_name = _("reminders switched off")
        verbose_name_plural = _("reminders switched off")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["person", "channel"], name="events_reminder_choice_once"
            ),
        ]

    def __str__(self) -> str:
        return self.channel
