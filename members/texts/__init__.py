"""The first wording of every consent, so that no site ever joins people without one.

Staff replace them by later versions; these are put in after a migration only where a
purpose has no text at all.
"""

from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from members.models.consent import Purpose

_HERE = Path(__file__).parent
_SINCE = datetime(2026, 1, 1, tzinfo=ZoneInfo("Asia/Seoul"))

# Purpose, whether membership requires it, title in Korean and in English.
FIRST = (
    (Purpose.TERMS, True, "이용약관 동의", "Terms of use"),
    (Purpose.PRIVACY, True, "개인정보 수집·이용 동의", "Collection and use of personal data"),
    (Purpose.CHILDREN, False, "아이 정보 수집·이용 동의", "Children's data"),
    (Purpose.NEWS, False, "강좌·공모 소식 메일 받기", "News of classes and calls by mail"),
)


def put_in_first_texts(**_sent: Any) -> None:
    """Receive ``post_migrate``: give each purpose without any text its first version."""
    from members.models import ConsentText

    held = set(ConsentText.objects.values_list("purpose", flat=True))
    ConsentText.objects.bulk_create(
        ConsentText(
            purpose=purpose,
            version=1,
            is_required=is_required,
            title=title,
            title_en=title_en,
            text=_read(f"{purpose}.ko"),
            text_en=_read(f"{purpose}.en"),
            effective_from=_SINCE,
        )
        for purpose, is_required, title, title_en in FIRST
        if purpose not in held
    )


def _read(name: str) -> str:
    return (_HERE / f"{name}.txt").read_text(encoding="utf-8").strip()
