"""What reminders and mails to many add to the host; ``EventsConfig`` passes it on."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from plugins.api import (
    AuditFormatter,
    Contribution,
    DashboardCard,
    FormSection,
    NotificationTemplate,
    ScheduledJob,
)

SAMPLE: Mapping[str, Any] = {
    "name": "달",
    "title": "점심에 배우는 육아휴직",
    "reference": "C-7K2M-9QXD",
    "when": "2026. 11. 24.(화) 12:00–13:00",
    "topic": "신청서 쓰는 법",
    "place": "배움터 312호",
    "address": "서울 금천구 가산로 1",
    "access": "승강기 있음, 3층 수유실",
    "map_url": "https://map.example/place",
    "online_url": "https://video.example/room",
    "bring": "필기도구",
    "childcare": "돌봄 10자리",
    "url": "https://centre.example/classes/lunch/",
    "manage_url": "https://centre.example/my/classes/C-7K2M-9QXD/",
    "cancel_url": "https://centre.example/my/classes/C-7K2M-9QXD/cancel/",
    "profile_url": "https://centre.example/my/profile/",
}
BULK_SAMPLE: Mapping[str, Any] = {
    "subject": "강의실이 바뀌었습니다",
    "paragraphs": ["달 님, 안녕하세요.", "강의실이 3층 312호로 바뀌었습니다. 승강기 옆입니다."],
    "title": "점심에 배우는 육아휴직",
    "manage_url": "https://centre.example/my/classes/C-7K2M-9QXD/",
    "reply_to": "desk@centre.example",
    "is_advertising": False,
    "leave_url": "",
}


def contributions() -> Iterable[Contribution]:
    """Return the job, the settings, the question on the profile, mails and words."""
    from events.cards import classes as cards
    from events.forms import reminders as reminder_form
    from events.personal import messages as personal_messages

    yield DashboardCard(
        key="events.to_decide",
        template="cms/admin/card.html",
        context=cards.to_decide,
        order=9,
    )
    yield ScheduledJob(
        key="events.remind",
        run="events.tasks.remind",
        every=timedelta(minutes=5),
        label=_("remind of classes"),
    )
    yield FormSection(
        key="events.reminder_choice",
        form="members.profile_form",
        title=_("Reminders"),
        fields="events.forms.reminders.ReminderForm",
        initial=reminder_form.initial,
        save=reminder_form.save,
    )
    for name, label in (
        ("reminder_day", _("Reminder a day before")),
        ("reminder_hour", _("Reminder shortly before")),
    ):
        yield NotificationTemplate(
            key=f"events.{name}", label=label, template=f"events/mail/{name}", sample=SAMPLE
        )
    yield NotificationTemplate(
        key="events.bulk",
        label=_("Mail to many"),
        template="events/mail/bulk",
        sample=BULK_SAMPLE,
    )
    yield AuditFormatter(
        key="events.telling_audit",
        actions={
            "events.bulk_mail.sent": _("Mail to many sent"),
            "events.bulk_mail": _("Mail to many written"),
            "events.list_exported": _("List of people exported"),
            "events.list.exported": _("List exported"),
            "events.board": _("Board of classes looked at"),
        },
    )
    yield from personal_messages.contributions()
