"""A person's claim on a seat of a course, or a place in the queue for one.

A claim is for the person's own seat and for the childcare places of the children named with
it, together or not at all. Rows are never deleted: a cancelled registration stays and says
when and by whom. Of the live ones a person has at most one per course, and at most one in a
series that allows no more; the database keeps both.

Staff may register a guest who has no account: a name and a telephone number instead of a person.
"""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.models.course import Course
from events.models.term import Series

# No 0/O, 1/I/L: a reference is read out on the telephone.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def new_reference() -> str:
    """Return a reference like ``C-7K2M-9QXD``, unguessable enough to be unique."""
    half = ["".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(2)]
    return "-".join(["C", *half])


def new_ticket() -> str:
    """Return what the QR code of a registration carries: 120 random bits, no personal data."""
    return secrets.token_urlsafe(15)


class Registration(models.Model):
    """One registration.

    ``APPLIED`` waits for a draw or for staff, ``OFFERED`` holds a seat until it is accepted or
    ``offer_expires_at`` comes, ``DECLINED`` was not chosen.
    """

    class State(models.TextChoices):
        APPLIED = "applied", _("applied")
        WAITING = "waiting", _("waiting")
        OFFERED = "offered", _("seat offered")
        CONFIRMED = "confirmed", _("confirmed")
        CANCELLED = "cancelled", _("cancelled")
        DECLINED = "declined", _("not chosen")

    LIVE = (State.APPLIED, State.WAITING, State.OFFERED, State.CONFIRMED)
    SEATED = (State.CONFIRMED, State.OFFERED)

    course = models.ForeignKey(
        Course, verbose_name=_("course"), on_delete=models.PROTECT, related_name="registrations"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="registrations",
    )
    guest_name = models.CharField(_("name of a guest"), max_length=40, blank=True)
    guest_phone = models.CharField(_("telephone of a guest"), max_length=20, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices)
    reference = models.CharField(
        _("reference"), max_length=12, unique=True, default=new_reference, editable=False
    )
    ticket = models.CharField(
        _("ticket"), max_length=24, unique=True, default=new_ticket, editable=False
    )
    childcare_places = models.PositiveSmallIntegerField(
        _("childcare places"),
        default=0,
        help_text=_("As many as children are named; counted with the seat."),
    )
    form = models.JSONField(_("questions as they were asked"), default=list, blank=True)
    answers = models.JSONField(_("answers"), default=dict, blank=True)
    limited_series = models.ForeignKey(
        Series,
        verbose_name=_("series with one course for each person"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    waiting_number = models.PositiveIntegerField(
        _("number in the queue"),
        null=True,
        blank=True,
        help_text=_("Given out in order of joining and never again; smaller goes first."),
    )
    created_at = models.DateTimeField(_("registered at"), default=timezone.now)
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    offer_expires_at = models.DateTimeField(_("offer ends"), null=True, blank=True)
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
        null=True,
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
                condition=Q(state__in=["applied", "waiting", "offered", "confirmed"]),
                name="events_registration_once",
            ),
            models.UniqueConstraint(
                fields=["limited_series", "person"],
                condition=Q(state__in=["applied", "waiting", "offered", "confirmed"]),
                name="events_registration_once_in_series",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False, guest_name="", guest_phone="")
                | (Q(person__isnull=True) & ~Q(guest_name="") & ~Q(guest_phone="")),
                name="events_registration_person_or_guest",
            ),
            models.CheckConstraint(
                condition=~Q(state="offered") | Q(offer_expires_at__isnull=False),
                name="events_registration_offer_ends",
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
    def name(self) -> str:
        """The name of the person or guest."""
        return self.person.name if self.person is not None else self.guest_name

    @property
    def is_seated(self) -> bool:
        """Whether a seat is counted for it."""
        return self.state in self.SEATED

    @property
    def offer_ran_out(self) -> bool:
        """Whether it ended because an offered seat was not accepted in time."""
        return (
            self.state == self.State.CANCELLED
            and self.confirmed_at is None
            and self.offer_expires_at is not None
            and self.cancelled_at is not None
            and self.cancelled_at >= self.offer_expires_at
        )

    @property
    def is_confirmed(self) -> bool:
        return self.state == self.State.CONFIRMED

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.WAITING

    @property
    def is_live(self) -> bool:
        return self.state in self.LIVE


class RegisteredChild(models.Model):
    """A child who is looked after beside the class: a first name and a birth year, no more."""

    registration = models.ForeignKey(
        Registration,
        verbose_name=_("registration"),
        on_delete=models.CASCADE,
        related_name="children",
    )
    name = models.CharField(_("first name or nickname"), max_length=20)
    birth_year = models.PositiveSmallIntegerField(_("birth year"))

    class Meta:
        verbose_name = _("child in childcare")
        verbose_name_plural = _("children in childcare")
        ordering = ["birth_year", "pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.name
