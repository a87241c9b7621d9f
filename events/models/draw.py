"""The draw that decides who gets the seats of a course.

The seed is random and made when the course is published; only its SHA-256, the *commitment*,
is shown then. So nobody, the centre included, can choose a seed to suit the applicants, and
everybody can check at the draw that the seed shown is the one committed to.
"""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.models.course import Course


def new_seed() -> str:
    """Return a seed nobody can guess: 256 bits as 64 hexadecimal digits."""
    return secrets.token_hex(32)


class Draw(models.Model):
    """A seed promised for a course, and what was drawn with it.

    ``result`` is the drawn order, first to last: ``[{"number", "outcome"}]``, a public number
    and ``seat`` or ``waiting``; no keys of persons or registrations.
    """

    course = models.OneToOneField(
        Course, verbose_name=_("course"), on_delete=models.CASCADE, related_name="draw"
    )
    version = models.PositiveSmallIntegerField(_("version of the procedure"), default=1)
    seed = models.CharField(_("seed"), max_length=64, default=new_seed, editable=False)
    commitment = models.CharField(_("commitment"), max_length=64, editable=False)
    committed_at = models.DateTimeField(_("committed at"))
    input_digest = models.CharField(_("digest of the numbers"), max_length=64, blank=True)
    result = models.JSONField(_("result"), default=list, blank=True)
    drawn_at = models.DateTimeField(_("drawn at"), null=True, blank=True)
    drawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("drawn by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("draw")
        verbose_name_plural = _("draws")
        # A draw is made, never edited.
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(drawn_at__isnull=True, input_digest="")
                | (Q(drawn_at__isnull=False) & ~Q(input_digest="")),
                name="events_draw_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return str(self.course)

    @property
    def is_drawn(self) -> bool:
        return self.drawn_at is not None
