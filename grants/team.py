"""What the centre's own team is told of applications: a mail for each that comes in."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cms.mail import outbox
from cms.templatetags.design import won
from grants.models import Application
from plugins.api import ApplicationSubmitted, current, setting


@dataclass(frozen=True, kw_only=True)
class TeamSettings:
    """Who is told."""

    email: str = setting(
        _("Mail the team when an application comes in"),
        default="",
        is_email=True,
        help_text=_("One address, for example that of the team. Empty: nobody is mailed."),
    )


def tell_team(message: ApplicationSubmitted) -> None:
    """Queue a mail to the team; the same version of an application is told once."""
    address = current(TeamSettings).email
    if not address:
        return
    application = Application.objects.select_related("call", "community").get(
        pk=message.application_id
    )
    screen = reverse("grants_applications:inspect", args=[application.pk])
    outbox.queue(
        "grants.arrived",
        to=address,
        context={
            "community": application.community.name,
            "call": application.call.title,
            "reference": application.reference,
            "asked": won(application.asked),
            "again": message.version > 1,
            "url": f"{settings.WAGTAILADMIN_BASE_URL}{screen}",
        },
        idempotency_key=f"grants.arrived:{application.pk}:{message.version}",
    )
