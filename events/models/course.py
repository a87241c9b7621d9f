"""A course: something one registers for, with its seats and its registration window.

Stored is only what staff decide (draft, published, cancelled). Whether a course is open,
full, closed or over follows from the clock and the counters; ``state_at`` says it, and
nothing else in the project works it out again.

Seats are counted, not the registrations: ``taken`` and ``waiting`` change by conditional
UPDATEs in ``events.domain`` only, and the database refuses more seats than there are.
"""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.questions.definitions import Questionnaire
from cms.questions.fields import QuestionsField, questionnaire
from events.models.audience import AudienceGroup
from events.models.category import Category
from events.models.naming import InReadersLanguage, place_in_words
from events.models.term import Series, Term
from events.models.venue import Venue

# First parts of addresses under /classes/ that are no course's.
RESERVED_SLUGS = frozenset(
    {"calendar", "leave-news", "materials", "outreach", "series", "subscribe"}
)


def not_reserved(slug: str) -> None:
    """Raise ValidationError for an address that another page of the classes has."""
    if slug in RESERVED_SLUGS:
        raise ValidationError(_("This address belongs to another page. Choose a different one."))


class CourseState(models.TextChoices):
    """What a reader may expect of a course at one instant."""

    DRAFT = "draft", pgettext_lazy("a course", "draft")
    CANCELLED = "cancelled", _("cancelled")
    OVER = "over", pgettext_lazy("a course", "over")
    WALK_IN = "walk_in", _("no registration needed")
    NOT_YET = "not_yet", _("opens soon")
    CLOSED = "closed", _("registration closed")
    RUNNING = "running", pgettext_lazy("a course", "running")
    FULL = "full", pgettext_lazy("seats", "full")
    OPEN = "open", _("open for registration")


class Course(models.Model):
    """One course; its sessions and registrations hang on it."""

    class Status(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("a course", "draft")
        PUBLISHED = "published", _("published")
        CANCELLED = "cancelled", _("cancelled")

    class Kind(models.TextChoices):
        AT_CENTRE = "at_centre", _("At the centre")
        OUTREACH = "outreach", _("Outreach class")
        ONLINE = "online", _("Online")
        HYBRID = "hybrid", _("Online and at the centre")

    class Admission(models.TextChoices):
        """Who gets the seats."""

        FIRST_COME = "first_come", _("First come, first served")
        LOTTERY = "lottery", _("Lottery")
        APPROVAL = "approval", _("Chosen by staff")

    class Promotion(models.TextChoices):
        """How somebody moves up from the waiting list."""

        DIRECT = "direct", _("The seat is given at once")
        OFFER = "offer", _("The seat is offered and must be accepted")

    slug = models.SlugField(
        _("web address"),
        max_length=80,
        unique=True,
        allow_unicode=True,
        validators=[not_reserved],
    )
    title = models.CharField(_("title"), max_length=120)
    title_en = models.CharField(_("title in English"), max_length=160, blank=True)
    summary = models.CharField(_("summary"), max_length=300, blank=True)
    summary_en = models.CharField(_("summary in English"), max_length=400, blank=True)
    category = models.ForeignKey(
        Category, verbose_name=_("category"), on_delete=models.PROTECT, related_name="courses"
    )
    series = models.ForeignKey(
        Series,
        verbose_name=_("series"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="courses",
    )
    term = models.ForeignKey(
        Term,
        verbose_name=_("term"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="courses",
    )
    is_listed = models.BooleanField(
        _("shown in lists"),
        default=True,
        help_text=_("Switch off for a class of one organisation, reached by its link only."),
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, default=Kind.AT_CENTRE)
    audience = models.CharField(_("for whom"), max_length=160, blank=True)
    audience_en = models.CharField(_("for whom, in English"), max_length=200, blank=True)
    audience_group = models.CharField(
        _("counted among"), max_length=10, choices=AudienceGroup.choices, default="parents"
    )
    lecturer = models.CharField(_("lecturer"), max_length=120, blank=True)
    lecturer_en = models.CharField(_("lecturer, in English"), max_length=160, blank=True)
    bring = models.CharField(_("what to bring"), max_length=160, blank=True)
    bring_en = models.CharField(_("what to bring, in English"), max_length=200, blank=True)
    childcare = models.CharField(
        _("childcare"),
        max_length=160,
        blank=True,
        help_text=_("What the centre offers for children beside the class, in one line."),
    )
    childcare_en = models.CharField(_("childcare, in English"), max_length=200, blank=True)
    perk = models.CharField(
        _("short tag"),
        max_length=20,
        blank=True,
        help_text=_("Two or three words beside the title in lists, like “sandwich included”."),
    )
    perk_en = models.CharField(_("short tag in English"), max_length=30, blank=True)
    venue = models.ForeignKey(
        Venue,
        verbose_name=_("venue"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="courses",
    )
    room = models.CharField(
        _("room or way to join"), max_length=120, blank=True, help_text=_("Room 312, 2nd floor…")
    )
    room_en = models.CharField(_("room, in English"), max_length=120, blank=True)

    online_url = models.URLField(
        _("link to join online"),
        max_length=500,
        blank=True,
        help_text=_("Shown only to those who hold a seat."),
    )

    takes_registrations = models.BooleanField(
        _("takes registrations"),
        default=True,
        help_text=_("Switch off for desks and talks anyone may walk into."),
    )
    capacity = models.PositiveIntegerField(_("seats"), default=0)
    minimum = models.PositiveIntegerField(
        _("fewest registrations"),
        default=0,
        help_text=_("Below this number the course is likely to be cancelled. 0: no minimum."),
    )
    decide_by = models.DateTimeField(
        _("decided by"),
        null=True,
        blank=True,
        help_text=_("If fewer are registered at this instant, staff are asked whether to cancel."),
    )
    asked_to_decide_at = models.DateTimeField(null=True, blank=True, editable=False)
    goes_ahead_at = models.DateTimeField(
        _("decided to go ahead"), null=True, blank=True, editable=False
    )
    admission = models.CharField(
        _("who gets the seats"),
        max_length=10,
        choices=Admission.choices,
        default=Admission.FIRST_COME,
    )
    questions = QuestionsField(verbose_name=_("questions at registration"))
    childcare_capacity = models.PositiveIntegerField(
        _("childcare places"),
        default=0,
        help_text=_("Children who can be looked after. Taken together with the parent's seat."),
    )
    childcare_from_age = models.PositiveSmallIntegerField(
        _("childcare from the age of"), null=True, blank=True
    )
    childcare_to_age = models.PositiveSmallIntegerField(
        _("childcare up to the age of"), null=True, blank=True
    )
    childcare_taken = models.PositiveIntegerField(
        _("childcare places taken"), default=0, editable=False
    )
    promotion = models.CharField(
        _("moving up from the waiting list"),
        max_length=8,
        choices=Promotion.choices,
        default=Promotion.DIRECT,
    )
    offer_hours = models.PositiveSmallIntegerField(_("hours to accept an offered seat"), default=24)
    promotion_stops_hours = models.PositiveSmallIntegerField(
        _("nobody moves up in the last hours before the start"), default=0
    )
    cancel_until_hours = models.PositiveSmallIntegerField(
        _("hours before the start until which members may cancel"),
        default=0,
        help_text=_("Later only staff can. 0: until the course is over."),
    )
    certificate_percent = models.PositiveSmallIntegerField(
        _("certificate from this share of sessions attended"),
        default=0,
        validators=[MaxValueValidator(100)],
        help_text=_("In percent. 0: no certificates."),
    )
    taken = models.PositiveIntegerField(_("seats taken"), default=0, editable=False)
    waiting = models.PositiveIntegerField(_("people waiting"), default=0, editable=False)
    waiting_issued = models.PositiveIntegerField(default=0, editable=False)
    registration_opens_at = models.DateTimeField(_("registration opens"), null=True, blank=True)
    registration_closes_at = models.DateTimeField(
        _("registration closes"),
        null=True,
        blank=True,
        help_text=_("From this instant on nobody can register any more."),
    )

    status = models.CharField(
        _("status"),
        max_length=10,
        choices=Status.choices,
        default=Status.DRAFT,
        editable=False,
    )
    cancel_reason = models.CharField(
        _("reason for cancelling"), max_length=300, blank=True, editable=False
    )
    recurrence = models.JSONField(_("recurrence"), null=True, blank=True, editable=False)
    starts_at = models.DateTimeField(_("first session"), null=True, blank=True, editable=False)
    ends_at = models.DateTimeField(
        _("end of the last session"), null=True, blank=True, editable=False
    )
    feed_version = models.PositiveBigIntegerField(default=1, editable=False)
    feed_modified = models.DateTimeField(default=timezone.now, editable=False)
    created_at = models.DateTimeField(_("created at"), default=timezone.now, editable=False)

    title_text = InReadersLanguage("title")
    summary_text = InReadersLanguage("summary")
    audience_text = InReadersLanguage("audience")
    lecturer_text = InReadersLanguage("lecturer")
    bring_text = InReadersLanguage("bring")
    childcare_text = InReadersLanguage("childcare")
    perk_text = InReadersLanguage("perk")
    room_text = InReadersLanguage("room")

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(taken__gte=0) & Q(taken__lte=F("capacity")),
                name="events_course_taken_within_capacity",
            ),
            models.CheckConstraint(
                condition=Q(childcare_taken__gte=0)
                & Q(childcare_taken__lte=F("childcare_capacity")),
                name="events_course_childcare_within_capacity",
            ),
            models.CheckConstraint(
                condition=Q(childcare_from_age__isnull=True)
                | Q(childcare_to_age__isnull=True)
                | Q(childcare_from_age__lte=F("childcare_to_age")),
                name="events_course_childcare_ages_in_order",
                violation_error_message=_("The youngest age comes before the oldest."),
            ),
            models.CheckConstraint(
                condition=Q(promotion="direct") | Q(offer_hours__gte=1),
                name="events_course_offer_has_time",
                violation_error_message=_("An offered seat needs at least one hour to accept it."),
            ),
            models.CheckConstraint(
                condition=Q(waiting__gte=0), name="events_course_waiting_positive"
            ),
            models.CheckConstraint(
                condition=Q(takes_registrations=False)
                | Q(capacity__gt=0, registration_opens_at__lt=F("registration_closes_at")),
                name="events_course_window_is_whole",
                violation_error_message=_(
                    "A course that takes registrations needs seats, and a window that opens "
                    "before it closes."
                ),
            ),
        ]
        indexes = [
            models.Index(fields=["status", "ends_at"], name="events_course_coming"),
        ]

    def __str__(self) -> str:
        return str(self.title_text)

    def get_absolute_url(self) -> str:
        """Return the lasting address; it leads on to the course's page where there is one."""
        return reverse("events:course", args=[self.slug])

    @property
    def seats_left(self) -> int:
        return self.capacity - self.taken

    @property
    def childcare_left(self) -> int:
        return self.childcare_capacity - self.childcare_taken

    @property
    def form(self) -> Questionnaire:
        """The questions asked at registration, as data."""
        return questionnaire(self.questions)

    @property
    def place_text(self) -> str:
        """Return venue and room in one line, either of which may be missing."""
        return place_in_words(self.venue, self.room_text)

    def state_at(self, now: datetime) -> CourseState:
        """Return the course's state at ``now``.

        The window holds its opening instant and not its closing one: at 18:00:00 sharp a
        course that opens at 18:00 is open, and one that closes at 18:00 is closed. So do the
        sessions: at its first minute a course runs, at the last one's end it is over.
        """
        steps = (
            (self.status == self.Status.DRAFT, CourseState.DRAFT),
            (self.status == self.Status.CANCELLED, CourseState.CANCELLED),
            (self.ends_at is not None and self.ends_at <= now, CourseState.OVER),
            (not self.takes_registrations, CourseState.WALK_IN),
        )
        for applies, state in steps:
            if applies:
                return state
        return self._window_at(now)

    def _window_at(self, now: datetime) -> CourseState:
        opens, closes = self.registration_opens_at, self.registration_closes_at
        if opens is None or closes is None or now >= closes:
            has_begun = self.starts_at is not None and self.starts_at <= now
            return CourseState.RUNNING if has_begun else CourseState.CLOSED
        if now < opens:
            return CourseState.NOT_YET
        # Where seats are given out later, one applies until the window closes, seats or no.
        is_full = self.admission == self.Admission.FIRST_COME and self.taken >= self.capacity
        return CourseState.FULL if is_full else CourseState.OPEN

    @property
    def is_decided(self) -> bool:
        """Whether a course with a minimum goes ahead: enough have come, or staff said so."""
        return self.goes_ahead_at is not None or 0 < self.minimum <= self.taken
