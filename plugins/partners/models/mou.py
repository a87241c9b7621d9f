"""An agreement (업무협약) with a partner: when it was signed, until when it holds, what it says."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from plugins.partners.models.language import in_language
from plugins.partners.models.partner import Partner


class Mou(models.Model):
    """One agreement. While it is being prepared, nobody outside sees it."""

    class State(models.TextChoices):
        PREPARING = "preparing", _("being prepared")
        ACTIVE = "active", _("in force")
        ENDED = "ended", pgettext_lazy("partners", "ended")

    PUBLIC_STATES = (State.ACTIVE, State.ENDED)

    partner = models.ForeignKey(
        Partner, verbose_name=_("partner"), on_delete=models.PROTECT, related_name="mous"
    )
    title = models.CharField(_("title (Korean)"), max_length=160)
    title_en = models.CharField(_("title (English)"), max_length=200, blank=True)
    signed_on = models.DateField(_("signed on"))
    ends_on = models.DateField(
        _("ends on"), null=True, blank=True, help_text=_("Empty: it holds until one side ends it.")
    )
    summary = models.TextField(
        _("what was agreed (Korean)"), blank=True, help_text=_("One point on each line.")
    )
    summary_en = models.TextField(_("what was agreed (English)"), blank=True)
    document = models.ForeignKey(
        "wagtaildocs.Document",
        verbose_name=_("signed document"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Anyone can download it from the site."),
    )
    state = models.CharField(
        pgettext_lazy("partners", "state"),
        max_length=10,
        choices=State.choices,
        default=State.PREPARING,
    )

    class Meta:
        verbose_name = _("MOU")
        verbose_name_plural = _("MOUs")
        ordering = ["-signed_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("signed_on")),
                name="partners_mou_ends_after_signing",
                violation_error_message=_("An agreement cannot end before it is signed."),
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def shown_title(self) -> str:
        """The title in the reader's language."""
        return in_language(self, "title")

    @property
    def points(self) -> list[str]:
        """What was agreed, line by line, in the reader's language."""
        return [line.strip() for line in in_language(self, "summary").splitlines() if line.strip()]

    def is_in_force(self, today: date) -> bool:
        """Return whether the agreement binds on that day, its last day included."""
        return self.state == self.State.ACTIVE and (self.ends_on is None or today <= self.ends_on)
