"""Contrast between colours, and the shades a centre's one brand colour is spread into.

Colours are ``#rrggbb``. The ratio is WCAG's (relative luminance, 1 to 21). A brand colour
must reach 4.5 against white, because it carries white text on buttons and stands as text
on white; shades derived from it are moved in lightness until each keeps its own promise.
"""

import re
from colorsys import hls_to_rgb, rgb_to_hls
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

WHITE = "#ffffff"
INK = "#1e2124"
READABLE = 4.5
LINEAR_BELOW = 0.04045
DEFAULT_BRAND = "#0f5e4d"

type Channels = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Shades:
    """One hue, spread: what each shade is for."""

    brand: str
    """Buttons, links, the line under where one is."""
    strong: str
    """The same, pressed or pointed at; text on ``soft``."""
    deep: str
    """The ground of a hero; white and ``mist`` are readable on it."""
    soft: str
    """The ground of a tag or of the chosen option; ``strong`` is readable on it."""
    mist: str
    """Quiet text on ``deep``."""
    line: str
    """Edges on ``soft`` and drawings on ``deep``."""


def channels(colour: str) -> Channels:
    """Return red, green, blue as 0 to 1; raise ValueError if it is not ``#rrggbb``."""
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", colour):
        raise ValueError(f"{colour!r} is not a colour like #0f5e4d.")
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def luminance(colour: str) -> float:
    """Return the relative luminance, 0 (black) to 1 (white); WCAG 2.2's definition."""
    red, green, blue = (
        part / 12.92 if part <= LINEAR_BELOW else ((part + 0.055) / 1.055) ** 2.4
        for part in channels(colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def validate_brand_colour(colour: str) -> None:
    """Refuse a colour white text could not be read on; raise ValidationError saying by how much."""
    try:
        ratio = contrast(colour, WHITE)
    except ValueError:
        raise ValidationError(
            _("Write the colour as # and six digits, for example #0f5e4d."), code="colour"
        ) from None
    if ratio < READABLE:
        raise ValidationError(
            _(
                "White text on this colour has a contrast of %(ratio)s to 1; "
                "it needs at least 4.5. Choose a darker colour."
            ),
            code="contrast",
            # Rounded down, so that 4.49 does not read as enough.
            params={"ratio": f"{int(ratio * 100) / 100:.2f}"},
        )


def with_lightness(colour: str, lightness: float, *, saturation: float = 1.0) -> str:
    """Return the hue of ``colour`` at another lightness (0 to 1), its saturation scaled."""
    hue, _lightness, full = rgb_to_hls(*channels(colour))
    parts = hls_to_rgb(hue, max(0.0, min(1.0, lightness)), min(1.0, full * saturation))
    return "#" + "".join(f"{round(part * 255):02x}" for part in parts)


def darkened(colour: str, against: str, ratio: float, *, saturation: float = 1.0) -> str:
    """Return ``colour`` made darker until it reaches ``ratio`` against another colour."""
    lightness = rgb_to_hls(*channels(colour))[1]
    while contrast(colour, against) < ratio and lightness > 0:
        lightness -= 0.01
        colour = with_lightness(colour, lightness, saturation=saturation)
    return colour


def shades(brand: str = DEFAULT_BRAND) -> Shades:
    """Return the shades of a brand colour; a colour too light is darkened until it is readable."""
    brand = darkened(brand.lower(), WHITE, READABLE)
    lightness = rgb_to_hls(*channels(brand))[1]
    soft = with_lightness(brand, 0.93, saturation=0.45)
    strong = darkened(with_lightness(brand, lightness * 0.75), soft, 7)
    return Shades(
        brand=brand,
        strong=strong,
        deep=darkened(with_lightness(brand, lightness * 0.8), WHITE, 7),
        soft=soft,
        mist=with_lightness(brand, 0.88, saturation=0.6),
        line=with_lightness(brand, 0.75, saturation=0.35),
    )
