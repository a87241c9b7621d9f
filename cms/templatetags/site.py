"""Tags of the public site: navigation, the centre, the body of a page, pictures."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.text import slugify
from wagtail.images.shortcuts import get_rendition_or_not_found
from wagtail.models import Page

from cms.models.centre import CentreSettings, centre
from cms.navigation import Navigation, navigation
from cms.pages.pictures import WIDE
from cms.streams.rich_links import gathered, texts_in
from plugins.api import ContentBlock
from plugins.registry import contributions, guarded

register = template.Library()


@register.simple_tag(takes_context=True)
def site_navigation(context: dict[str, Any]) -> Navigation:
    """Return menu, languages, breadcrumbs and legal links for this request; see ``Navigation``."""
    request = _request(context)
    page = context.get("page")
    return navigation(request, page if isinstance(page, Page) else None)


@register.simple_tag(takes_context=True, name="centre")
def centre_tag(context: dict[str, Any]) -> CentreSettings:
    """Return the centre's settings."""
    return centre(context.get("request"))


@register.filter
def words(settings: CentreSettings, name: str) -> str:
    """Return the centre's text ``name`` in the language being spoken: ``centre|words:"name"``."""
    return settings.text(name)


def _request(context: dict[str, Any]) -> HttpRequest:
    request = context.get("request")
    if request is None:
        raise template.TemplateSyntaxError("site_navigation needs the request in the context.")
    return request


@dataclass(frozen=True, slots=True)
class Part:
    """One rendered block of a body; ``band`` is its look on a home page."""

    html: str
    band: str


@register.simple_tag(takes_context=True)
def body_parts(context: template.Context, body: Any) -> list[Part]:
    """Return the rendered blocks of a body, those left out that show nothing.

    A plug-in's block that fails is logged with the plug-in's name and left out.
    """
    values = context.flatten()
    owned = {item.name: item for item in contributions(ContentBlock)}
    parts = []
    with gathered(texts_in(body.raw_data) if body else ()):
        for child in body or ():
            owner = owned.get(child.block_type)
            given = dict(values)
            html = guarded(owner, child.render, given) if owner else child.render(given)
            if html and html.strip():
                parts.append(Part(html, getattr(child.block.meta, "band", "")))
    return parts


@register.simple_tag
def picture(image: Any, spec: str = WIDE, *, lazy: bool = True, decorative: bool = False) -> str:
    """Return an ``<img>`` with the size it will have, or nothing without a picture.

    The alternative text is the one written where the picture stands (an empty one for a
    decoration), else the picture's own.
    """
    if not image:
        return ""
    rendition = get_rendition_or_not_found(image, spec)
    alt = getattr(image, "contextual_alt_text", None)
    if decorative:
        alt = ""
    elif alt is None:
        alt = "" if getattr(image, "decorative", False) else image.default_alt_text
    return format_html(
        '<img src="{}" width="{}" height="{}" alt="{}"{}>',
        rendition.url,
        rendition.width,
        rendition.height,
        alt,
        mark_safe(' loading="lazy"') if lazy else "",
    )


@register.filter
def anchor(text: str) -> str:
    """Return a fragment identifier made of a heading's words, Hangul kept."""
    return slugify(text, allow_unicode=True) or "section"
