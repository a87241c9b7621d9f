"""The living page: the design system as it stands, for those who build pages with it."""

from datetime import timedelta
from pathlib import Path
from xml.etree import ElementTree as ET

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from cms.admin.second_factor import led_to_second_factor
from cms.design import samples
from cms.design.contrast import DEFAULT_BRAND, READABLE, WHITE, contrast, shades
from cms.design.frame import may_enter_admin
from cms.design.sample_words import words

IMAGES = Path(settings.BASE_DIR) / "cms" / "static" / "cms" / "img"
TONES = ("brand", "neutral", "info", "success", "warning", "danger")


def living_page(request: HttpRequest) -> HttpResponseBase:
    """Show every component in every state; staff only, unknown to others."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if not may_enter_admin(request.user):
        raise Http404
    if way := led_to_second_factor(request):
        return way
    now = timezone.now()
    context = {
        "words": words(),
        "tones": TONES,
        "swatches": swatches(),
        "icons": icons(),
        "scenes": scenes(),
        "form": samples.SampleForm(),
        "wrong": samples.wrong_form(),
        "sections": samples.sections(),
        "rows": samples.rows(),
        "steps": samples.steps(),
        "page_obj": samples.page_of_many(),
        "budget": samples.budget(),
        "month": samples.month(),
        "now": now,
        "soon": now + timedelta(hours=1),
        "deadline": now + timedelta(days=6),
        "facts": samples.facts(),
        "figures": samples.figures(),
        **samples.ways(),
    }
    return render(request, "living/page.html", context)


def swatches() -> list[dict[str, str]]:
    """Return the shades of the built-in brand with their contrast on white."""
    spread = shades(DEFAULT_BRAND)
    return [
        {
            "name": name,
            "colour": getattr(spread, name),
            "ratio": f"{contrast(getattr(spread, name), WHITE):.1f}",
            "readable": contrast(getattr(spread, name), WHITE) >= READABLE,
        }
        for name in spread.__slots__
    ]


def icons() -> list[str]:
    """Return the names of all signs in the sprite."""
    sprite = ET.parse(IMAGES / "icons.svg")  # noqa: S314 - a file of our own
    return sorted(symbol.attrib["id"] for symbol in sprite.getroot())


def scenes() -> list[str]:
    """Return the file names of the drawings pages may use."""
    return sorted(f"cms/img/{path.name}" for path in IMAGES.glob("scene-*.svg"))
