"""Words in braces that become each reader's own: {이름}, {강좌}, {일시}, or in English."""

import re
from collections.abc import Mapping

PLACEHOLDERS = {
    "이름": "name",
    "name": "name",
    "강좌": "course",
    "course": "course",
    "일시": "when",
    "when": "when",
}
_BRACES = re.compile(r"\{([^{}\n]*)\}")


def unknown(text: str) -> list[str]:
    """Return what stands in braces and is none of ours, as it was written."""
    found = [match[0] for match in _BRACES.finditer(text)]
    return [each for each in dict.fromkeys(found) if each[1:-1].strip() not in PLACEHOLDERS]


def filled(text: str, values: Mapping[str, str]) -> str:
    """Return the text with every placeholder replaced once; a value is never read again."""
    return _BRACES.sub(
        lambda match: values.get(PLACEHOLDERS.get(match[1].strip(), ""), match[0]), text
    )
