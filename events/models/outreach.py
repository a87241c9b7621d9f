"""Classes asked for by organisations (outreach classes), from the letter to the class.

A request names an organisation, what it would like and a person to talk to. That person has
no account: a secret link in each mail is the way in, and it can be made anew or shut. Which
state may follow which stands in ``TRANSITIONS``, and nowhere else.

What is personal in a request (the contact's name, address, telephone, and free notes) goes
when its time is over; organisation, dates and numbers stay for the figures.
"""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.districts import WITH_OUTSIDE
from events.models.audience import AudienceGroup
from events.models.category import Category
from events.models.course import Course
from events.models.registration import ALPHABET


def new_outreach_reference() -> str:
    """Return a reference like ``R-7K2M-9QXD``."""
    half = ["".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(2)]
    return "-".join(["R", *half])


def new_outreach_token() -> str:
    """Return the secret part of an organisation's own address: 192 random bits."""
    return secrets.token_urlsafe(24)


class OutreachRequest(models.Model):
    """One organisation's wish for a class at its own place."""

    class OrganisationKind(models.TextChoices):
        SCHOOL = "school", _("School or university")
        UNION = "union", _("Trade union")
        EMPLOYER = "employer", _("Employer")
        COMMUNITY = "community", _("Community or association")
        PUBLIC = "public", _("Public body")
        OTHER = "other", _("Other")

    class State(models.TextChoices):
        RECEIVED = "received", _("received")
        IN_TRIAGE = "in_triage", _("being looked at")
        PROPOSED = "proposed", _("date proposed")
        AGREED = "agreed", _("agreed")
        HELD = "held", _("held")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("withdrawn")

    ENDED = (State.HELD, State.DECLINED, State.WITHDRAWN)

    reference = models.CharField(
        _("reference"), max_length=12, unique=True, default=new_outreach_reference, editable=False
    )
    token = models.CharField(  # noqa: DJ001 - unique, and of many there is none any more
        max_length=40, unique=True, null=True, default=new_outreach_token, editable=False
    )
    submission = models.UUIDField(
        unique=True,
        editable=False,
        help_text=_("Made with the form: the same form sent twice is one request."),
    )
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.RECEIVED
    )
    organisation = models.CharField(_("organisation"), max_length=80)
    organisation_kind = models.CharField(
        _("kind of organisation"), max_length=10, choices=OrganisationKind.choices
    )
    district = models.CharField(_("district"), max_length=20, choices=WITH_OUTSIDE)
    address = models.CharField(_("address"), max_length=200)
    category = models.ForeignKey(
        Category,
        verbose_name=_("subject area"),
        on_delete=models.PROTECT,
        related_name="outreach_requests",
    )
    wishes = models.TextField(_("wishes"), max_length=2000, blank=True)
    audience_group = models.CharField(_("audience"), max_length=10, choices=AudienceGroup.choices)
    expected = models.PositiveSmallIntegerField(_("number of people expected"))
    contact_name = models.CharField(_("contact"), max_length=40, blank=True)
    contact_email = models.EmailField(_("e-mail of the contact"), blank=True)
    contact_phone = models.CharField(_("telephone of the contact"), max_length=20, blank=True)
    language = models.CharField(_("language of mails"), max_length=5, default="ko")
    consent_version = models.PositiveSmallIntegerField(_("version of the consent"))
    consent_text = models.TextField(_("consent as it was read"))
    consented_at = models.DateTimeField(_("consent given at"))
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("looked after by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    notes = models.TextField(
        _("notes"), max_length=4000, blank=True, help_text=_("For staff; nobody else reads them.")
    )
    end_reason = models.CharField(_("reason"), max_length=300, blank=True)
    course = models.OneToOneField(
        Course,
        verbose_name=_("course"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="outreach_request",
    )
    created_at = models.DateTimeField(_("received at"), default=timezone.now)
    state_changed_at = models.DateTimeField(_("in this state since"), default=timezone.now)
    contact_destroyed_at = models.DateTimeField(_("contact destroyed at"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("outreach request")
        verbose_name_plural = _("outreach requests")
        ordering = ["-created_at", "-pk"]
        default_permissions = ("change", "view")
        constraints = [
            models.CheckConstraint(
                condition=Q(contact_destroyed_at__isnull=False)
                | (~Q(contact_name="") & ~Q(contact_email="") & ~Q(contact_phone="")),
                name="events_outreach_contact_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(contact_destroyed_at__isnull=True)
                | Q(
                    contact_name="",
                    contact_email="",
                    contact_phone="",
                    notes="",
                    token__isnull=True,
                    state__in=["held", "declined", "withdrawn"],
                ),
                name="events_outreach_contact_is_gone",
            ),
            models.CheckConstraint(
                condition=Q(course__isnull=True) | ~Q(state__in=["received", "in_triage"]),
                name="events_outreach_course_was_agreed",
            ),
            models.CheckConstraint(
                condition=Q(expected__gte=1), name="events_outreach_expects_somebody"
            ),
        ]
        indexes = [models.Index(fields=["state", "created_at"], name="events_outreach_by_state")]

    def __str__(self) -> str:
        return f"{self.reference} {self.organisation}"

    @property
    def has_ended(self) -> bool:
        return self.state in self.ENDED


_S = OutreachRequest.State
TRANSITIONS: dict[str, tuple[str, ...]] = {
    _S.RECEIVED: (_S.IN_TRIAGE, _S.PROPOSED, _S.DECLINED, _S.WITHDRAWN),
    _S.IN_TRIAGE: (_S.PROPOSED, _S.DECLINED, _S.WITHDRAWN),
    _S.PROPOSED: (_S.PROPOSED, _S.IN_TRIAGE, _S.AGREED, _S.DECLINED, _S.WITHDRAWN),
    _S.AGREED: (_S.PROPOSED, _S.HELD, _S.DECLINED, _S.WITHDRAWN),
    _S.HELD: (),
    _S.DECLINED: (),
    _S.WITHDRAWN: (),
}
"""From each state, those that may follow."""


def states_before(state: str) -> list[str]:
    """Return the states from which a request may come into this one."""
    return [before for before, after in TRANSITIONS.items() if state in after]


class OutreachDate(models.Model):
    """A time the organisation would like, the first before the second."""

    request = models.ForeignKey(
        OutreachRequest, on_delete=models.CASCADE, related_name="preferred_dates"
    )
    number = models.PositiveSmallIntegerField(_("order"))
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))

    class Meta:
        verbose_name = _("preferred date")
        verbose_name_plural = _("preferred dates")
        ordering = ["number"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["request", "number"], name="events_outreach_date_once"),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="events_outreach_date_in_order"
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1, number__lte=3), name="events_outreach_date_of_three"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {timezone.localtime(self.starts_at):%Y-%m-%d %H:%M}"


class OutreachProposal(models.Model):
    """A date the centre proposes, and what the organisation said to it.

    At most one is open for each request, and at most one accepted: a new one takes the
    place of what was there.
    """

    class State(models.TextChoices):
        OPEN = "open", _("waiting for an answer")
        ACCEPTED = "accepted", _("accepted")
        REFUSED = "refused", _("another date asked for")
        REPLACED = "replaced", _("replaced")

    request = models.ForeignKey(OutreachRequest, on_delete=models.CASCADE, related_name="proposals")
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    lecturer = models.CharField(_("lecturer"), max_length=120, blank=True)
    message = models.CharField(_("message to the organisation"), max_length=500, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.OPEN)
    answer = models.CharField(_("answer"), max_length=500, blank=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("proposed by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    proposed_at = models.DateTimeField(_("proposed at"), default=timezone.now)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)

    class Meta:
        verbose_name = _("proposed date")
        verbose_name_plural = _("proposed dates")
        ordering = ["-proposed_at", "-pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="events_outreach_offer_in_order"
            ),
            models.UniqueConstraint(
                fields=["request"], condition=Q(state="open"), name="events_outreach_one_open"
            ),
            models.UniqueConstraint(
                fields=["request"],
                condition=Q(state="accepted"),
                name="events_outreach_one_accepted",
            ),
        ]

    def __str__(self) -> str:
        return f"{timezone.localtime(self.starts_at):%Y-%m-%d %H:%M}"
