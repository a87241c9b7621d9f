"""A call (공모): one announced round of grants, with its money, dates, rules and form.

What state it is in is not stored but told by its instants: *draft* until announced,
*announced* until it opens, *open* until it closes, *closed* until it is decided. Both
edges are exact: at ``opens_at`` it is open, at ``closes_at`` it is closed.
"""

from datetime import datetime, timedelta

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from cms.questions.definitions import Questionnaire, in_language
from cms.questions.fields import QuestionsField, questionnaire

CALENDAR_LENGTH = timedelta(minutes=30)
"""A deadline stands in calendars as the half hour before it."""


class CallState(models.TextChoices):
    """Where a call stands."""

    DRAFT = "draft", _("draft")
    ANNOUNCED = "announced", _("announced")
    OPEN = "open", _("open")
    CLOSED = "closed", _("closed")
    DECIDED = "decided", _("decided")


class CallQuerySet(models.QuerySet["Call"]):
    """Calls by where they stand; ``now`` is an instant."""

    def announced(self, now: datetime | None = None) -> "CallQuerySet":
        """Those the public may see."""
        return self.filter(announced_at__lte=now or timezone.now())

    def open(self, now: datetime | None = None) -> "CallQuerySet":
        """Those one may apply to."""
        now = now or timezone.now()
        return self.announced(now).filter(
            opens_at__lte=now, closes_at__gt=now, decided_at__isnull=True
        )

    def current(self, now: datetime | None = None) -> "CallQuerySet":
        """Those open or still to open."""
        now = now or timezone.now()
        return self.announced(now).filter(closes_at__gt=now, decided_at__isnull=True)

    def past(self, now: datetime | None = None) -> "CallQuerySet":
        """Those closed or decided, the latest first."""
        now = now or timezone.now()
        return (
            self.announced(now)
            .filter(Q(closes_at__lte=now) | Q(decided_at__isnull=False))
            .order_by("-closes_at", "-pk")
        )


class Call(ClusterableModel):
    """One announced round of grants."""

    title = models.CharField(_("title"), max_length=120)
    title_en = models.CharField(_("title in English"), max_length=160, blank=True)
    slug = models.SlugField(
        _("address"), max_length=80, unique=True, help_text=_("The last part of its address.")
    )
    year = models.PositiveSmallIntegerField(
        _("year"), validators=[MinValueValidator(2000)], help_text=_("The year of the activities.")
    )
    round = models.PositiveSmallIntegerField(
        _("round"),
        default=1,
        validators=[MinValueValidator(1)],
        help_text=_(
            "1 for the first call of that year, 2 for the next. Reference numbers begin with both."
        ),
    )
    summary = models.CharField(
        _("summary"),
        max_length=240,
        blank=True,
        help_text=_("Who may apply and for what, in one or two sentences."),
    )
    summary_en = models.CharField(_("summary in English"), max_length=300, blank=True)

    announced_at = models.DateTimeField(
        _("announced at"),
        null=True,
        blank=True,
        help_text=_("From then on the public sees the call. Empty: a draft."),
    )
    opens_at = models.DateTimeField(_("opens at"))
    closes_at = models.DateTimeField(
        _("closes at"), help_text=_("In Seoul time. One second later nothing can be submitted.")
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)

    budget = models.PositiveBigIntegerField(_("budget (won)"))
    maximum = models.PositiveBigIntegerField(
        _("maximum for each community (won)"), validators=[MinValueValidator(1)]
    )
    awards_expected = models.PositiveSmallIntegerField(
        _("communities to be selected"), null=True, blank=True
    )

    eligibility = models.TextField(_("who may apply"), blank=True)
    eligibility_en = models.TextField(_("who may apply, in English"), blank=True)
    result_note = models.TextField(_("note on the result"), blank=True)
    result_note_en = models.TextField(_("note on the result, in English"), blank=True)
    contact = models.CharField(
        _("contact"), max_length=200, blank=True, help_text=_("A team, a phone number, an address.")
    )
    contact_en = models.CharField(_("contact in English"), max_length=200, blank=True)

    questions = QuestionsField(verbose_name=_("application form"))

    last_number = models.PositiveIntegerField(default=0, editable=False)
    calendar_sequence = models.PositiveIntegerField(default=0, editable=False)
    ics = models.TextField(default="", editable=False)
    changed_at = models.DateTimeField(_("changed at"), default=timezone.now, editable=False)

    objects = CallQuerySet.as_manager()

    class Meta:
        verbose_name = _("call")
        verbose_name_plural = _("calls")
        ordering = ["-closes_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "round"],
                name="grants_call_round_once",
                violation_error_message=_("There is a call of this year and round already."),
            ),
            models.CheckConstraint(
                condition=Q(opens_at__lt=F("closes_at")),
                name="grants_call_opens_before_it_closes",
                violation_error_message=_("A call must open before it closes."),
            ),
            models.CheckConstraint(
                condition=Q(budget__gte=0) & Q(maximum__gte=1) & Q(maximum__lte=F("budget")),
                name="grants_call_money",
                violation_error_message=_(
                    "The maximum for each community cannot exceed the budget."
                ),
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True) | Q(decided_at__gte=F("closes_at")),
                name="grants_call_decided_after_it_closed",
                violation_error_message=_("A call is decided after it has closed."),
            ),
        ]
        indexes = [models.Index(fields=["closes_at"], name="grants_call_by_deadline")]

    def __str__(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        """The title in the active language."""
        return in_language(self.title, self.title_en)

    @property
    def short(self) -> str:
        """The summary in the active language."""
        return in_language(self.summary, self.summary_en)

    @property
    def who_may_apply(self) -> str:
        return in_language(self.eligibility, self.eligibility_en)

    @property
    def result_words(self) -> str:
        return in_language(self.result_note, self.result_note_en)

    @property
    def contact_words(self) -> str:
        return in_language(self.contact, self.contact_en)

    def state_at(self, now: datetime) -> CallState:
        """Return where the call stands at an instant."""
        if self.announced_at is None or now < self.announced_at:
            return CallState.DRAFT
        if self.decided_at is not None and now >= self.decided_at:
            return CallState.DECIDED
        if now >= self.closes_at:
            return CallState.CLOSED
        return CallState.OPEN if now >= self.opens_at else CallState.ANNOUNCED

    @property
    def state(self) -> CallState:
        """Where the call stands now."""
        return self.state_at(timezone.now())

    @property
    def is_open(self) -> bool:
        return self.state == CallState.OPEN

    @property
    def is_public(self) -> bool:
        return self.state != CallState.DRAFT

    @cached_property
    def form(self) -> Questionnaire:
        """The application form; a budget without a limit of its own takes the call's maximum."""
        return questionnaire(self.questions).with_options("budget", max_grant=self.maximum)

    def get_absolute_url(self) -> str:
        """Return the public address of the call, in the active language."""
        return reverse("grants:call", args=[self.slug])


class RuleKind(models.TextChoices):
    """What an eligibility rule asks; ``domain.eligibility`` knows how to check each."""

    MIN_MEMBERS = "min_members", _("at least so many members")
    SEOUL = "seoul", _("lives or works in Seoul: at least so many percent of the members")
    NOTE = "note", _("a condition staff check by hand")


class EligibilityRule(Orderable):
    """One condition for applying, as data."""

    call = ParentalKey(Call, on_delete=models.CASCADE, related_name="rules")
    kind = models.CharField(_("condition"), max_length=20, choices=RuleKind.choices)
    number = models.PositiveIntegerField(
        _("number"), null=True, blank=True, help_text=_("Members, or percent.")
    )
    note = models.CharField(_("words"), max_length=160, blank=True)
    note_en = models.CharField(_("words in English"), max_length=200, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("eligibility rule")
        verbose_name_plural = _("eligibility rules")
        ordering = ["sort_order", "pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="note") | Q(number__gte=1),
                name="grants_rule_has_a_number",
                violation_error_message=_("This condition needs a number."),
            ),
            models.CheckConstraint(
                condition=~Q(kind="note") | ~Q(note=""),
                name="grants_rule_has_words",
                violation_error_message=_("Write the condition in words."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())


class Criterion(Orderable):
    """One thing reviewers look for, with its weight in points."""

    call = ParentalKey(Call, on_delete=models.CASCADE, related_name="criteria")
    name = models.CharField(_("criterion"), max_length=60)
    name_en = models.CharField(_("criterion in English"), max_length=80, blank=True)
    weight = models.PositiveSmallIntegerField(_("points"))
    note = models.CharField(_("what it means"), max_length=200, blank=True)
    note_en = models.CharField(_("what it means, in English"), max_length=240, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        ordering = ["sort_order", "pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        """The name in the active language."""
        return in_language(self.name, self.name_en)

    @property
    def help(self) -> str:
        """What it means, in the active language."""
        return in_language(self.note, self.note_en)
