"""A person's claim on a seat of a course, or a place in the queue for one.

Rows are never deleted: a cancelled registration stays and says when and by whom. Of the
live ones (confirmed or waiting) a person has at most one per course; the database keeps it.
"""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.models.course import Course

# No 0/O, 1/I/L: a reference is read out on the telephone.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def new_reference() -> str:
    """Return a reference like ``C-7K2M-9QXD``, unguessable enough to be unique."""
    half = ["".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(2)]
    return "-".join(["C", *half])


class Registration(models.Model):
    """One registration."""

    class State(models.TextChoices):
        CONFIRMED = "confirmed", _("confirmed")
        WAITING = "waiting", _("waiting")
        CANCELLED = "cancelled", _("cancelled")

    LIVE = (State.CONFIRMED, State.WAITING)

    course = models.ForeignKey(
        Course, verbose_name=_("course"), on_delete=models.PROTECT, related_name="registrations"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.PROTECT,
        related_name="registrations",
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices)
    reference = models.CharField(
        _("reference"), max_length=12, unique=True, default=new_reference, editable=False
    )
    waiting_number = models.PositiveIntegerField(
        _("number in the queue"),
        null=True,
        blank=True,
        help_text=_("Given out in order of joining and never again; smaller goes first."),
    )
    created_at = models.DateTimeField(_("registered at"), default=timezone.now)
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("cancelled at"), null=True, blank=True)
    cancel_reason = models.CharField(_("reason"), max_length=300, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("added by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("The member of staff who registered the person, if it was not the person."),
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    invitation_base = models.PositiveIntegerField(
        default=0,
        editable=False,
        help_text=_("Added to a session's sequence in invitations, so that each later one wins."),
    )

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["course", "person"],
                condition=Q(state__in=["confirmed", "waiting"]),
                name="events_registration_once",
            ),
            models.UniqueConstraint(
                fields=["course", "waiting_number"], name="events_registration_queue_number_once"
            ),
            models.CheckConstraint(
                condition=~Q(state="waiting") | Q(waiting_number__isnull=False),
                name="events_registration_waits_with_number",
            ),
        ]
        indexes = [models.Index(fields=["person", "state"], name="events_registration_person")]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_confirmed(self) -> bool:
        return self.state == self.State.CONFIRMED

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.WAITING

    @property
    def is_live(self) -> bool:
        return self.state in self.LIVE
