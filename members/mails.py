"""The mails of the members app; each has a sample to preview it by."""

from django.utils.translation import gettext_lazy as _

from plugins.api import NotificationTemplate

_URL = "https://pumasi.example/"
_COMMUNITY = {"name": "하늘", "by": "햇살", "community": "해바라기 모임", "url": _URL}

_MAILS = {
    "code": (
        _("Code by mail"),
        {"email": "a@example.org", "purpose": "login", "code": "482913", "minutes": 10},
    ),
    "already_member": (_("Address already a member"), {"email": "a@example.org", "url": _URL}),
    "unknown_account": (_("Address without account"), {"email": "a@example.org", "url": _URL}),
    "security_notice": (
        _("Security of the account changed"),
        {
            "email": "a@example.org",
            "what": "비밀번호가 바뀌었습니다.",
            "when": "2026. 11. 22.(일) 14:00",
            "ip": "203.0.113.7",
            "url": _URL,
        },
    ),
    "invitation": (
        _("Invitation to a community"),
        {
            "by": "햇살",
            "community": "해바라기 모임",
            "about": "한 달에 두 번 모여 책을 읽어요.",
            "url": _URL,
            "expires": "2026. 12. 6.(일) 14:00",
        },
    ),
    "member_joined": (_("Someone joined the community"), _COMMUNITY),
    "member_left": (_("Someone left the community"), _COMMUNITY),
    "removed": (_("Taken out of the community"), _COMMUNITY),
    "role_given": (_("Role in the community given"), {**_COMMUNITY, "role": "leader"}),
}

_SECRETS = {"code": ("code",), "invitation": ("url",)}


def templates() -> tuple[NotificationTemplate, ...]:
    """Return this app's mail templates."""
    return tuple(
        NotificationTemplate(
            key=f"members.{name}",
            label=label,
            template=f"members/mail/{name}",
            sample=sample,
            secrets=_SECRETS.get(name, ()),
        )
        for name, (label, sample) in _MAILS.items()
    )
