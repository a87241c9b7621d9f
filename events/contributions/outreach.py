"""What outreach classes and the figures of the programme add to the host; part of ``apps``."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from plugins.api import (
    Access,
    AuditFormatter,
    Contribution,
    DashboardCard,
    NotificationTemplate,
    Role,
    UrlMount,
)

MAILS = {
    "outreach_received": _("Outreach request received"),
    "outreach_in_triage": _("Outreach request being looked at"),
    "outreach_proposed": _("Date proposed for an outreach class"),
    "outreach_another": _("Another date asked for"),
    "outreach_agreed": _("Outreach class agreed"),
    "outreach_held": _("Outreach class held"),
    "outreach_declined": _("Outreach request declined"),
    "outreach_withdrawn": _("Outreach request withdrawn"),
}
_LOOKS = (
    "events.view_outreachrequest",
    "events.view_headcount",
    "events.view_plan",
)
_ACTS = (
    "events.change_outreachrequest",
    "events.change_headcount",
    "events.add_plan",
    "events.change_plan",
    "events.delete_plan",
)


def contributions() -> Iterable[Contribution]:
    """Return everything this part contributes."""
    from events import organisations
    from events.personal import outreach as personal_outreach

    yield UrlMount(
        key="events.outreach",
        prefix="outreach/",
        urlconf="events.urls.outreach",
        namespace="events_outreach",
        access=Access.TOKEN,
    )
    yield DashboardCard(
        key="events.outreach_requests",
        template="cms/admin/card.html",
        context=_requests_card,
        order=13,
        requires_permission="events.view_outreachrequest",
    )
    for role in ("coordinator", "administrator"):
        yield Role(key=f"events.outreach_{role}", role=role, permissions=_LOOKS + _ACTS)
    yield Role(
        key="events.figures_accountant",
        role="accountant",
        permissions=("events.view_headcount", "events.view_plan"),
    )
    for name, label in MAILS.items():
        yield NotificationTemplate(
            key=f"events.{name}",
            label=label,
            template=f"events/mail/{name}",
            sample=SAMPLE_LETTER,
            secrets=("manage_url",),
        )
    yield NotificationTemplate(
        key="events.outreach_answered",
        label=_("To staff: an organisation has answered"),
        template="events/mail/outreach_answered",
        sample=SAMPLE_ANSWER,
    )
    yield AuditFormatter(key="events.outreach_words", actions=WORDS)
    yield from personal_outreach.contributions()
    yield from organisations.contributions()


def _requests_card(request: Any) -> Any:
    from events.cards import outreach as cards_outreach

    return cards_outreach.outreach_requests(request)


WORDS: dict[str, Any] = {
    "events.outreachrequest.received": _("Outreach request received"),
    "events.outreachrequest.in_triage": _("Outreach request taken on"),
    "events.outreachrequest.assigned": _("Outreach request given to somebody"),
    "events.outreachrequest.noted": _("Notes on an outreach request changed"),
    "events.outreachrequest.proposed": _("Date proposed for an outreach class"),
    "events.outreachrequest.another": _("Another date asked for"),
    "events.outreachrequest.agreed": _("Outreach class agreed"),
    "events.outreachrequest.held": _("Outreach class held"),
    "events.outreachrequest.declined": _("Outreach request declined"),
    "events.outreachrequest.withdrawn": _("Outreach request withdrawn"),
    "events.outreachrequest.made_course": _("Course made of an outreach request"),
    "events.outreachrequest.link_renewed": _("Secret link of an outreach request made anew"),
    "events.headcount.recorded": pgettext_lazy("audit", "Number of people recorded"),
    "events.plan.added": _("Plan of the year added"),
    "events.plan.changed": _("Plan of the year changed"),
    "events.plan.deleted": _("Plan of the year deleted"),
    "events.outreach": _("Contact of an outreach request looked at"),
}

SAMPLE_LETTER = {
    "name": "담당자",
    "organisation": "달빛여자고등학교",
    "reference": "R-7K2M-9QXD",
    "subject_area": "노동법률",
    "dates": ["2026. 11. 24.(화) 14:00–15:40"],
    "when": "2026. 11. 24.(화) 14:00–15:40",
    "lecturer": "센터 공인노무사",
    "message": "1학기 시험 기간을 피해 잡았습니다.",
    "reason": "이번 학기 강사 일정이 모두 찼습니다.",
    "course_url": "https://centre.example/classes/first-job/",
    "manage_url": "https://centre.example/outreach/3yD2-example/",
}

SAMPLE_ANSWER = {
    "name": "달",
    "answer": "another",
    "organisation": "달빛여자고등학교",
    "reference": "R-7K2M-9QXD",
    "subject_area": "노동법률",
    "when": "2026. 11. 24.(화) 14:00–15:40",
    "lecturer": "센터 공인노무사",
    "words": "그날은 시험입니다. 다음 주 수요일은 어떨까요?",
    "had_course": False,
    "url": "https://centre.example/admin/outreach/7/",
}
