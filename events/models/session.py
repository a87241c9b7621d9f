"""One dated meeting of a course.

A session is never deleted once people may have seen it: it is moved or cancelled, its
``sequence`` rises, and it stays in the feeds. ``vevent`` is the session as iCalendar,
written whenever the session changes, so that a feed is only the joining of ready texts.
"""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.models.course import Course
from events.models.naming import InReadersLanguage, place_in_words
from events.models.venue import Venue


def new_session_uid() -> str:
    """Return a UID that stays with the session through every calendar."""
    return f"session-{uuid.uuid4().hex}@pumasi"


class Session(models.Model):
    """A meeting from ``starts_at`` to ``ends_at``, at the course's place unless it says another."""

    class Status(models.TextChoices):
        SCHEDULED = "scheduled", _("scheduled")
        CANCELLED = "cancelled", _("cancelled")

    course = models.ForeignKey(
        Course, verbose_name=_("course"), on_delete=models.CASCADE, related_name="sessions"
    )
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    topic = models.CharField(_("topic"), max_length=120, blank=True)
    topic_en = models.CharField(_("topic in English"), max_length=160, blank=True)
    venue = models.ForeignKey(
        Venue,
        verbose_name=_("other venue"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="sessions",
    )
    room = models.CharField(_("other room"), max_length=120, blank=True)
    status = models.CharField(
        _("status"), max_length=10, choices=Status.choices, default=Status.SCHEDULED
    )
    cancel_reason = models.CharField(_("reason for cancelling"), max_length=300, blank=True)
    wall_code = models.CharField(
        _("code on the wall"),
        max_length=6,
        blank=True,
        editable=False,
        help_text=_("Six digits with which those present check themselves in."),
    )
    uid = models.CharField(max_length=120, unique=True, default=new_session_uid, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    vevent = models.TextField(blank=True, editable=False)
    last_modified = models.DateTimeField(default=timezone.now, editable=False)

    topic_text = InReadersLanguage("topic")

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="events_session_ends_after_start",
                violation_error_message=_("A session ends after it begins."),
            ),
        ]
        indexes = [models.Index(fields=["starts_at"], name="events_session_by_start")]
        # Sessions belong to their course: whoever may change it may change them.
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.course} {timezone.localtime(self.starts_at):%Y-%m-%d %H:%M}"

    @property
    def is_cancelled(self) -> bool:
        return self.status == self.Status.CANCELLED

    @property
    def place_text(self) -> str:
        """Return where this session is: its own place, or the course's."""
        if self.venue_id or self.room:
            return place_in_words(self.venue, self.room)
        return self.course.place_text
