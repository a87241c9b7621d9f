"""The secret at which a member of staff's own program reads every session with its numbers."""

import secrets

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


def new_staff_secret() -> str:
    """Return 256 random bits for an address."""
    return secrets.token_urlsafe(32)


class StaffCalendar(models.Model):
    """One person's address. No row: no address; it opens nothing without the permission."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.CASCADE,
        related_name="staff_calendar",
    )
    token = models.CharField(
        _("secret"), max_length=64, unique=True, default=new_staff_secret, editable=False
    )
    created_at = models.DateTimeField(_("made at"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("staff calendar")
        verbose_name_plural = _("staff calendars")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.person)
