"""What the classes add to the site for the time after a class, beside ``events.apps``."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from events.personal import after as personal_after
from plugins.api import (
    Access,
    AuditFormatter,
    Contribution,
    NotificationTemplate,
    PrivateFileKind,
    ScheduledJob,
    UrlMount,
)

DOCUMENTS = ("pdf", "hwp", "hwpx", "docx", "pptx", "xlsx", "odt", "txt", "zip")
PICTURES = ("jpg", "jpeg", "png")
MEGABYTE = 1024 * 1024
SAMPLE_LETTER = {
    "name": "달",
    "title": "점심에 배우는 육아휴직",
    "until": "2026. 12. 8.(화)",
    "url": "https://centre.example/my/classes/C-7K2M-9QXD/survey/",
}


def contributions() -> Iterable[Contribution]:
    """Return the contributions of certificates, surveys and materials."""
    yield UrlMount(
        key="events.certificates",
        prefix="certificates/",
        urlconf="events.urls.certificates",
        namespace="events_certificates",
        access=Access.TOKEN,
    )
    yield PrivateFileKind(
        key="events.material",
        label=_("Material of a class"),
        extensions=(
            "pdf",
            "hwp",
            "hwpx",
            "docx",
            "pptx",
            "xlsx",
            "odt",
            "zip",
            "txt",
            "jpg",
            "png",
        ),
        max_bytes=30 * MEGABYTE,
        may_read=_may_read_material,
    )
    yield NotificationTemplate(
        key="events.survey_opened",
        label=_("Invitation to the survey of a class"),
        template="events/mail/survey_opened",
        sample=SAMPLE_LETTER,
    )
    yield ScheduledJob(
        key="events.surveys",
        run="events.tasks_after.tend_surveys",
        every=timedelta(hours=1),
        label=_("invite to surveys of classes, close them and mix their answers"),
    )
    yield AuditFormatter(key="events.after_audit", actions=_audit_words())
    yield from personal_after.contributions()


def _may_read_material(user: Any, stored: Any) -> bool:
    from django.utils import timezone

    from events.entitlements import can_read_material
    from events.models import Material

    found = Material.objects.select_related("course").filter(file_key=stored.pk).first()
    return found is not None and can_read_material(user, found, timezone.now())


def _audit_words() -> dict[str, Any]:
    return {
        "events.material.added": _("Material of a class added"),
        "events.material.revised": _("Material of a class changed"),
        "events.material.removed": _("Material of a class removed"),
        "events.survey.saved": _("Survey of a class saved"),
        "events.survey.closed": _("Survey of a class closed"),
        "events.survey.exported": _("Results of a survey exported"),
        "events.certificate.issued": _("Certificate issued"),
        "events.certificate.revoked": _("Certificate revoked"),
        "events.certificate.reissued": _("Certificate issued in place of a revoked one"),
        "events.certificates": _("List of certificates looked at"),
        "events.certificate": _("Certificate looked at"),
    }
