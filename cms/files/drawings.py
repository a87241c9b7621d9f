"""Drawings (SVG): only those that draw. What runs, loads or leads elsewhere is refused.

A drawing opened on its own is a page of our origin. The addresses pictures are served from
forbid scripts, but where a web server or a bucket serves them, nobody does.
"""

import re
from typing import IO
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import parse
from django.utils.translation import gettext as _

from cms.files.formats import WrongContent

SVG = "{http://www.w3.org/2000/svg}"
DRAWS = frozenset(
    SVG + name
    for name in (
        "svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text",
        "tspan", "textPath", "defs", "symbol", "use", "title", "desc", "metadata", "style",
        "linearGradient", "radialGradient", "stop", "pattern", "clipPath", "mask", "marker",
        "filter", "feGaussianBlur", "feOffset", "feBlend", "feColorMatrix", "feComposite",
        "feFlood", "feMerge", "feMergeNode", "feDropShadow",
    )
)  # fmt: skip
ELSEWHERE = re.compile(r"@import|expression\s*\(|url\s*\(\s*['\"]?\s*(?!['\"]?#)|\\", re.IGNORECASE)
"""In a style: whatever is not drawn from the drawing itself."""


def check(file: IO[bytes]) -> None:
    """Raise WrongContent unless the drawing only draws."""
    file.seek(0)
    try:
        root = parse(file, forbid_dtd=True).getroot()
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise WrongContent(_("It cannot be read as a drawing.")) from error
    if root.tag != f"{SVG}svg" or not all(_is_harmless(one) for one in root.iter()):
        raise WrongContent(
            _("The drawing holds a script, a link or something from elsewhere. Save it as PNG.")
        )


def _is_harmless(element: Element) -> bool:
    if not isinstance(element.tag, str):
        return True  # a comment
    if element.tag not in DRAWS:
        # What drawing programs write for themselves is in names of their own, and draws nothing.
        return element.tag.startswith("{") and not element.tag.startswith("{http://www.w3.org/")
    if element.tag == f"{SVG}style" and ELSEWHERE.search(element.text or ""):
        return False
    return all(_is_quiet(name, value) for name, value in element.attrib.items())


def _is_quiet(name: str, value: str) -> bool:
    local = name.rpartition("}")[2].lower()
    if local.startswith("on"):
        return False
    if local in {"href", "src", "base"}:
        return value.strip().startswith("#")
    return not ELSEWHERE.search(value)
