"""How many came to a session that nobody registers for: outreach classes, desks, open talks."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.models.session import Session


class HeadCount(models.Model):
    """The number of people at one session, counted by staff on the day.

    Where people register, each one's attendance is kept instead and this stays empty, so
    that nobody is counted twice.
    """

    session = models.OneToOneField(
        Session, verbose_name=_("session"), on_delete=models.CASCADE, related_name="head_count"
    )
    adults = models.PositiveIntegerField(_("adults"))
    children = models.PositiveIntegerField(_("children and pupils"), default=0)
    note = models.CharField(_("note"), max_length=300, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("recorded by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    recorded_at = models.DateTimeField(_("recorded at"), default=timezone.now)

    class Meta:
        verbose_name = _("number of people")
        verbose_name_plural = _("numbers of people")
        default_permissions = ("change", "view")

    def __str__(self) -> str:
        return f"{self.session}: {self.adults} + {self.children}"
