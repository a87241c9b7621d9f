"""Korean telephone numbers, kept in one spelling."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

_SHAPE = re.compile(r"(02|0\d{2})(\d{3,4})(\d{4})")


def normalized(value: str) -> str:
    """Return ``010-1234-5678`` for any usual spelling of it, ``""`` for nothing.

    Full-width digits, blanks, dots, brackets and the prefix +82 are understood.
    Raises ValidationError, with an example, for anything else.
    """
    digits = "".join(str(int(c)) if c.isdecimal() else c for c in value.strip())
    digits = re.sub(r"[\s().\-–—]", "", digits)
    if not digits:
        return ""
    if digits.startswith("+82"):
        digits = "0" + digits.removeprefix("+82").removeprefix("0")
    match = _SHAPE.fullmatch(digits)
    if match is None:
        raise ValidationError(_("Enter a phone number such as 010-1234-5678."), code="phone")
    return "-".join(match.groups())
