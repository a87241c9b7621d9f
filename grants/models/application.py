"""An application (지원서): a community's answer to one call.

``answers`` is what its members are writing now, private to them. What counts is the
latest ``Submission``: a copy of form and answers made at each submitting. So changing
something afterwards takes nothing back until it is submitted again, and no later edit
of the call changes what somebody handed in.
"""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from cms.districts import District
from cms.questions.definitions import Questionnaire
from grants.models.call import Call
from members.models import Community


class ApplicationState(models.TextChoices):
    """Where an application stands."""

    DRAFT = "draft", _("being written")
    SUBMITTED = "submitted", _("submitted")
    WITHDRAWN = "withdrawn", _("withdrawn")
    SELECTED = "selected", _("selected")
    NOT_SELECTED = "not_selected", _("not selected")


HANDED_IN = (
    ApplicationState.SUBMITTED,
    ApplicationState.SELECTED,
    ApplicationState.NOT_SELECTED,
)
"""States staff read the content of. A draft is its community's own."""


class ApplicationQuerySet(models.QuerySet["Application"]):
    """Applications as different readers see them."""

    def live(self) -> "ApplicationQuerySet":
        """All but the withdrawn ones."""
        return self.exclude(state=ApplicationState.WITHDRAWN)

    def handed_in(self) -> "ApplicationQuerySet":
        """Those staff may read."""
        return self.filter(state__in=HANDED_IN)

    def of(self, user: Any) -> "ApplicationQuerySet":
        """Those of the communities the user belongs to."""
        return self.filter(
            community__dissolved_at__isnull=True, community__memberships__user_id=user.pk or 0
        )


class Application(models.Model):
    """A community's application to one call."""

    call = models.ForeignKey(
        Call, on_delete=models.PROTECT, related_name="applications", verbose_name=_("call")
    )
    community = models.ForeignKey(
        Community,
        on_delete=models.PROTECT,
        related_name="applications",
        verbose_name=_("community"),
    )
    state = models.CharField(
        _("state"),
        max_length=20,
        choices=ApplicationState.choices,
        default=ApplicationState.DRAFT,
    )
    number = models.PositiveIntegerField(_("number"), null=True, blank=True)
    reference = models.CharField(
        _("reference number"), max_length=20, null=True, blank=True, unique=True
    )
    answers = models.JSONField(_("answers"), default=dict, blank=True)
    revision = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(_("begun at"), default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    saved_at = models.DateTimeField(_("saved at"), default=timezone.now)

    # Of the latest submission: what lists sort, filter and sum by.
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("submitted by"),
    )
    district = models.CharField(_("district"), max_length=20, choices=District.choices, blank=True)
    asked = models.PositiveBigIntegerField(_("grant asked for (won)"), default=0)
    own_share = models.PositiveBigIntegerField(_("own share (won)"), default=0)

    award = models.PositiveBigIntegerField(_("award (won)"), null=True, blank=True)
    decision_note = models.TextField(_("note on the decision"), blank=True)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        ordering = ["-call__closes_at", "number", "pk"]
        permissions = [
            ("export_application", _("Can export applications")),
            ("view_budget_of_application", _("Can view the budgets of applications")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "community"],
                condition=~Q(state="withdrawn"),
                name="grants_one_application_each",
            ),
            models.UniqueConstraint(fields=["call", "number"], name="grants_number_once"),
            models.CheckConstraint(
                condition=Q(state="draft", number__isnull=True, submitted_at__isnull=True)
                | Q(state="withdrawn")
                | Q(
                    state__in=["submitted", "selected", "not_selected"],
                    number__isnull=False,
                    reference__isnull=False,
                    submitted_at__isnull=False,
                ),
                name="grants_submitted_has_a_number",
            ),
            models.CheckConstraint(
                condition=Q(asked__gte=0) & Q(own_share__gte=0), name="grants_asked_whole_won"
            ),
            models.CheckConstraint(
                condition=Q(state="selected", award__gte=0)
                | (~Q(state="selected") & Q(award__isnull=True)),
                name="grants_award_if_selected",
            ),
        ]
        indexes = [models.Index(fields=["call", "state"], name="grants_by_call_and_state")]

    def __str__(self) -> str:
        return self.reference or f"{self.community} – {self.call}"

    @property
    def form(self) -> Questionnaire:
        """The call's form as it is now, which drafts answer."""
        form: Questionnaire = self.call.form
        return form

    @cached_property
    def submission(self) -> "Submission | None":
        """The latest submission, the one that counts."""
        return self.submissions.order_by("-version").first()

    @property
    def has_unsent_changes(self) -> bool:
        """Whether something was changed since it was last submitted."""
        return bool(
            self.state == ApplicationState.SUBMITTED
            and self.submission
            and self.submission.answers != self.answers
        )

    @property
    def is_handed_in(self) -> bool:
        return self.state in HANDED_IN

    def get_absolute_url(self) -> str:
        """Return the members' page of the application."""
        return reverse("grants_my:application", args=[self.pk])


class Submission(models.Model):
    """One handing in: the form as asked and the answers as given, never changed again.

    When the years that papers are kept are over, answers and declaration are destroyed.
    """

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="submissions"
    )
    version = models.PositiveIntegerField(_("version"))
    questions = models.JSONField(_("form"))
    answers = models.JSONField(_("answers"))
    eligibility = models.JSONField(_("eligibility"), default=list)
    declared = models.TextField(_("declaration"), blank=True)
    submitted_at = models.DateTimeField(_("submitted at"))
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        ordering = ["-version"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["application", "version"], name="grants_submission_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.application} ({self.version})"

    @property
    def is_destroyed(self) -> bool:
        """Whether its answers are gone for good: whoever hands in has declared something."""
        return not self.answers and not self.declared

    @cached_property
    def form(self) -> Questionnaire:
        """The form as it was asked."""
        return Questionnaire.from_json(self.questions)


class SectionSave(models.Model):
    """When one person last saved one section: who was at it, and who is at it now."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="saves")
    section = models.CharField(max_length=40)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )

    class Meta:
        verbose_name = _("saved section")
        verbose_name_plural = _("saved sections")
        ordering = ["saved_at", "pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["application", "section", "saved_by"], name="grants_section_saved_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.application}: {self.section}"


class SetAside(models.Model):
    """An answer that came after somebody else's to the same question: kept until one is chosen."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="set_aside")
    question = models.CharField(max_length=40)
    answer = models.JSONField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("answer set aside")
        verbose_name_plural = _("answers set aside")
        ordering = ["at", "pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["application", "question", "by"], name="grants_set_aside_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.application}: {self.question}"
