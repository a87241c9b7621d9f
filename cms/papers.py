"""Papers: PDF made by typst from a template and data, tagged, with a title and a language.

What people typed reaches the template as JSON and is never part of the program. Fonts are
looked for in ``PAPER_FONT_PATHS`` only: a paper looks the same wherever it is made. Without
a Korean font none is made, for it would show boxes in the place of names.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst
from django.conf import settings
from django.utils.translation import gettext_lazy as _

KOREAN_FAMILIES = (
    "Nanum Myeongjo",
    "NanumMyeongjo",
    "Noto Serif CJK KR",
    "Noto Serif KR",
    "NanumGothic",
    "Nanum Gothic",
    "Noto Sans CJK KR",
    "Noto Sans KR",
)
"""Families with Hangul, the most dignified on paper first."""


class NoKoreanFontError(Exception):
    """No font with Hangul was found; ``str()`` is a sentence for the reader."""

    def __str__(self) -> str:
        return str(
            _(
                "The PDF cannot be made: the site's computer has no Korean font. "
                "Print the page instead, and tell the centre."
            )
        )


def korean_families() -> list[str]:
    """Return those of ``KOREAN_FAMILIES`` that are there, in that order."""
    return list(_families(tuple(settings.PAPER_FONT_PATHS)))


def pdf(template: Path, data: Mapping[str, Any], *, language: str, at: datetime) -> bytes:
    """Return the paper as PDF; takes about 0.2 seconds.

    The template finds ``data`` as JSON in ``sys.inputs.data``, with ``fonts``, ``lang`` and
    ``region`` added. ``at`` is the moment the paper says it was made: the same data give the
    same bytes. Raises NoKoreanFontError.
    """
    families = korean_families()
    if not families:
        raise NoKoreanFontError
    told = {
        **data,
        "fonts": families[:2],
        "lang": language,
        "region": "KR" if language == "ko" else "US",
    }
    made = typst.compile(
        str(template),
        root=str(template.parent),
        font_paths=_fonts(tuple(settings.PAPER_FONT_PATHS)),
        sys_inputs={"data": json.dumps(told, ensure_ascii=False)},
        format="pdf",
        pdf_standards=["ua-1"],
        timestamp=int(at.timestamp()),
    )
    if not isinstance(made, bytes):
        raise TypeError("typst gave several files where one was asked for")
    return made


@cache
def _fonts(paths: tuple[str, ...]) -> typst.Fonts:
    there: Sequence[Any] = [path for path in paths if Path(path).is_dir()]
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=list(there)
    )


@cache
def _families(paths: tuple[str, ...]) -> tuple[str, ...]:
    there = set(_fonts(paths).families())
    return tuple(family for family in KOREAN_FAMILIES if family in there)
