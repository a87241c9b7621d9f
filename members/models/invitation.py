"""Invitations to a community: to one e-mail address, or as a link to pass on.

The secret is in the address. An invitation by mail is for that person alone and for
one use; a link may be used a set number of times. Both end at a date and can be revoked.
"""

import secrets
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.models.community import Community


def new_invitation_token() -> str:
    """Return 32 unguessable characters for an invitation's address."""
    return secrets.token_urlsafe(24)


class CommunityInvitation(models.Model):
    """One invitation; open until used up, declined, revoked or expired."""

    community = models.ForeignKey(
        Community, on_delete=models.CASCADE, related_name="invitations", verbose_name=_("community")
    )
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("invited by"),
    )
    email = models.EmailField(
        _("e-mail address"),
        max_length=254,
        blank=True,
        help_text=_("Empty for a link that may be passed on."),
    )
    token = models.CharField(max_length=64, unique=True, default=new_invitation_token)
    max_uses = models.PositiveSmallIntegerField(_("may be used"), default=1)
    uses = models.PositiveSmallIntegerField(_("used"), default=0)
    created_at = models.DateTimeField(_("created at"), default=timezone.now)
    expires_at = models.DateTimeField(_("expires at"))
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)
    declined_at = models.DateTimeField(_("declined at"), null=True, blank=True)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-created_at", "-pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(uses__lte=F("max_uses")), name="members_invitation_not_overused"
            ),
            models.CheckConstraint(
                condition=Q(email="") | Q(max_uses=1), name="members_invitation_by_mail_once"
            ),
            models.UniqueConstraint(
                "community",
                Lower("email"),
                condition=~Q(email="")
                & Q(uses=0, revoked_at__isnull=True, declined_at__isnull=True),
                name="members_invitation_open_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.community}: {self.email or self.token[:6]}"

    @property
    def is_link(self) -> bool:
        """Whether it is a link to pass on rather than a mail to one address."""
        return not self.email

    def is_open(self, now: datetime) -> bool:
        """Return whether someone may still accept it."""
        return (
            self.revoked_at is None
            and self.declined_at is None
            and self.uses < self.max_uses
            and now < self.expires_at
            and self.community.is_active
        )
