"""Places in templates that plug-ins fill: ``SlotPlace`` says where, ``Slot`` with what.

A page kept for everyone must hold nothing of the visitor for whom it was rendered. So the
slots of an ordinary place are called, and their templates rendered, without the request:
no session, cookie, address, language header or token can be read. Where a *personal*
place is rendered, the page is not kept, whoever asked for it.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from cms.pagecache.freshness import never_keep
from plugins.api import Slot, SlotPlace
from plugins.registry import contribution, contributions, guarded


def parts_at(
    name: str, passed: Mapping[str, Any], request: HttpRequest | None
) -> Iterator[SafeString]:
    """Yield what plug-ins have for the place, in order; a part that fails is left out.

    Raises LookupError for a place nobody declares, TypeError when other values are passed
    than it declares: both are mistakes of the template that holds it.
    """
    place = contribution(SlotPlace, name)
    if set(passed) != set(place.passes):
        raise TypeError(f"The place {name} passes {set(place.passes)}, not {set(passed)}.")
    if place.personal:
        never_keep()
        passed = {**passed, "request": request}
    shown_to = request if place.personal else None
    for slot in contributions(Slot, getattr(shown_to, "user", None)):
        if slot.place == name and (html := guarded(slot, _render, slot, passed, shown_to)):
            yield html


def _render(
    slot: Slot, passed: Mapping[str, Any], request: HttpRequest | None
) -> SafeString | None:
    context = slot.context(passed)
    return None if context is None else render_to_string(slot.template, dict(context), request)
