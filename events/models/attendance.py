"""Who came: at most one row for each registration and session.

``at`` is the instant somebody stood at the door, as the device there says; ``recorded_at``
when the server heard of it, which after a while without a network is later. A check-in that
was a mistake stays as ``UNDONE`` with its ``device_key``: a device that sends it once more
must not bring it back.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.models.registration import Registration
from events.models.session import Session


class Attendance(models.Model):
    """What is known of one person at one session."""

    class State(models.TextChoices):
        CAME = "came", pgettext_lazy("attendance", "came")
        ABSENT = "absent", pgettext_lazy("attendance", "absent")
        EXCUSED = "excused", pgettext_lazy("attendance", "excused")
        UNDONE = "undone", pgettext_lazy("attendance", "check-in taken back")

    class Method(models.TextChoices):
        QR = "qr", _("QR code at the door")
        NAME = "name", _("name at the door")
        WALL = "wall", _("code on the wall")
        SHEET = "sheet", _("attendance sheet")
        STAFF = "staff", _("entered by staff")

    registration = models.ForeignKey(
        Registration,
        verbose_name=_("registration"),
        on_delete=models.PROTECT,
        related_name="attendances",
    )
    session = models.ForeignKey(
        Session, verbose_name=_("session"), on_delete=models.PROTECT, related_name="attendances"
    )
    state = models.CharField(_("state"), max_length=8, choices=State.choices)
    children_came = models.PositiveSmallIntegerField(
        _("children in childcare who came"),
        default=0,
        help_text=_("At most the childcare places of the registration."),
    )
    method = models.CharField(_("how it was entered"), max_length=6, choices=Method.choices)
    at = models.DateTimeField(_("checked in at"), null=True, blank=True)
    recorded_at = models.DateTimeField(_("recorded at"), default=timezone.now)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("recorded by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    device_key = models.CharField(
        max_length=36,
        blank=True,
        editable=False,
        help_text=_("Made by the device for each check-in, so that none is entered twice."),
    )

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        ordering = ["session", "pk"]
        default_permissions = ()
        permissions = [("check_in", _("Can check people in at the door"))]
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "session"], name="events_attendance_once"
            ),
            models.UniqueConstraint(
                fields=["device_key"],
                condition=~Q(device_key=""),
                name="events_attendance_device_key_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["came", "absent", "excused", "undone"]),
                name="events_attendance_state_known",
            ),
            models.CheckConstraint(
                condition=Q(state="came", at__isnull=False) | (~Q(state="came") & Q(at=None)),
                name="events_attendance_came_at_an_instant",
            ),
            models.CheckConstraint(
                condition=Q(state="came") | Q(children_came=0),
                name="events_attendance_children_with_parent",
            ),
        ]
        indexes = [
            models.Index(fields=["session", "state"], name="events_attendance_session"),
        ]

    def __str__(self) -> str:
        return f"{self.registration_id} {self.session_id} {self.state}"

    @property
    def has_come(self) -> bool:
        return self.state == self.State.CAME
