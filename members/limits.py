"""What staff may set of this app: how far invitations to communities reach."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from plugins.api import setting


@dataclass(frozen=True, kw_only=True)
class InvitationLimits:
    """How long an invitation lasts, in days, and how many a community may send in a day."""

    days: int = setting(
        _("An invitation to a community lasts (days)"), default=14, minimum=1, maximum=60
    )
    a_day: int = setting(
        _("Invitations a community may send in a day"),
        default=50,
        minimum=1,
        maximum=200,
        help_text=_("Against mail in masses; raise it for a large community that is founded."),
    )
