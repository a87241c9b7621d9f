"""Text as people type and paste it, made fit to keep, and numbers as people write them."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MOST_CHARACTERS = 50_000
"""The longest single answer a draft keeps; a form field's own limit is far lower."""

MOST_DIGITS = 13
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_SEPARATORS = re.compile(r"[\s,'’_]+")
_WHOLE = re.compile(r"[-+−]?\d+")
_WON = re.compile(r"(?:(?P<eok>\d+)억)?(?:(?P<man>\d+)만)?(?P<rest>\d+)?")


def tidy(text: str) -> str:
    """Return ``text`` as it is kept: composed Hangul (NFC), ``\\n`` line ends, no control marks.

    Raises ValidationError, code ``too_large``, for what no form asks for.
    """
    if len(text) > MOST_CHARACTERS * 4:
        raise too_large()
    # Controls go first: what one stood between may compose.
    tidied = _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    tidied = unicodedata.normalize("NFC", tidied)
    if len(tidied) > MOST_CHARACTERS:
        raise too_large()
    return tidied


def too_large() -> ValidationError:
    """Return the error for an answer too long to keep."""
    return ValidationError(
        _("This is too long to keep: at most %(most)s characters are possible."),
        code="too_large",
        params={"most": f"{MOST_CHARACTERS:,}"},
    )


def length(text: str) -> int:
    """Return the number of characters: one for each syllable of Hangul, one for a line end."""
    return len(text)


def whole_number(text: str) -> int:
    """Return the whole number in ``text``: "1,200", "１２", "-3".

    Raises ValidationError, code ``number``.
    """
    plain = _SEPARATORS.sub("", unicodedata.normalize("NFKC", text))
    if not _WHOLE.fullmatch(plain) or len(plain) > MOST_DIGITS:
        raise ValidationError(_("Enter a whole number, for example 12."), code="number")
    return int(plain.replace("−", "-"))


def whole_won(text: str) -> int:
    """Return the won in ``text``: "1,000,000원", "₩50000", "200만 원", "１，０００".

    Raises ValidationError, code ``won``; won have no fractions and are never negative here.
    """
    plain = _SEPARATORS.sub("", unicodedata.normalize("NFKC", text)).upper()
    plain = plain.removeprefix("₩").removeprefix("KRW").removesuffix("KRW").removesuffix("원")
    found = _WON.fullmatch(plain)
    if not plain or not found or len(plain) > MOST_DIGITS:
        raise ValidationError(
            _("Enter an amount in won, in digits, for example 300,000."), code="won"
        )
    return (
        int(found["eok"] or 0) * 100_000_000
        + int(found["man"] or 0) * 10_000
        + int(found["rest"] or 0)
    )
