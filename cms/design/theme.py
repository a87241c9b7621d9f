"""The centre's colour as a style sheet of its own, so that no page carries inline styles.

Pages link to it with a mark of its content, so browsers may keep it for ever.
"""

from hashlib import sha256

from django.urls import reverse

from cms.design.contrast import DEFAULT_BRAND, shades

NAMES = ("brand", "strong", "deep", "soft", "mist", "line")


def stylesheet(colour: str) -> str:
    """Return the theme layer for a brand colour; what is not a colour gives the default one."""
    try:
        spread = shades(colour)
    except ValueError:
        spread = shades(DEFAULT_BRAND)
    values = "".join(
        f"--{'brand' if name == 'brand' else f'brand-{name}'}:{getattr(spread, name)};"
        for name in NAMES
    )
    return f"@layer theme{{:root{{{values}}}}}\n"


def mark(colour: str) -> str:
    """Return the short mark of a colour's style sheet."""
    return sha256(stylesheet(colour).encode()).hexdigest()[:12]


def theme_address(colour: str) -> str:
    """Return the address of a colour's style sheet; none for the colour that is built in."""
    return "" if colour.lower() == DEFAULT_BRAND else f"{reverse('theme')}?v={mark(colour)}"
