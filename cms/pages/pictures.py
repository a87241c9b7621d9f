"""The sizes pictures are shown in, and reading all pictures of a page at once.

While a page is served (``remembered``) its pictures, the one at its top and those of its
streams, are read together with their renditions, mostly one query in all, and found
again wherever they are shown.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from copy import copy
from typing import Any

from wagtail.images import get_image_model

WIDE = "max-1280x1280|format-webp|preserve-svg"
"""A picture across the text column or beside a hero."""
CARD = "fill-640x400|format-webp|preserve-svg"
"""A picture on a card or in a list."""
COVER = "max-320x440|format-webp|preserve-svg"
"""The cover of a publication."""
SHARED = "fill-1200x630|format-jpeg|preserve-svg"
"""The picture other sites show beside a link (Open Graph)."""

SIZES = (WIDE, CARD, COVER, SHARED)
SPECS = tuple(
    spec
    for whole in SIZES
    # Wagtail files the size of a drawing without the format it cannot be turned into.
    for spec in (whole, whole.partition("|")[0])
)

_known: ContextVar[dict[int, Any] | None] = ContextVar("pictures", default=None)


@contextmanager
def remembered() -> Iterator[None]:
    """Keep the pictures read for as long as the block lasts."""
    token = _known.set({})
    try:
        yield
    finally:
        _known.reset(token)


def pictures(keys: Iterable[int]) -> dict[int, Any]:
    """Return ``{key: picture}`` with the renditions of ``SPECS``, those that are there.

    One query, a second for pictures never shown yet, none for those remembered. Each is
    a copy: a picture used twice has an alternative text for each place.
    """
    keys = set(keys)
    known = _known.get()
    known = {} if known is None else known
    if missing := keys - known.keys():
        known.update(_read(missing))
    return {key: copy(known[key]) for key in keys if known[key] is not None}


def _read(keys: set[int]) -> dict[int, Any]:
    """Return the pictures of ``keys``, None for those that are gone."""
    model = get_image_model()
    renditions = model.get_rendition_model().objects.filter(image__in=keys, filter_spec__in=SPECS)
    found: dict[int, Any] = {}
    for rendition in renditions.select_related("image"):
        picture = found.setdefault(rendition.image_id, rendition.image)
        picture.__dict__.setdefault("prefetched_renditions", []).append(rendition)
        rendition.image = picture
    if fresh := keys - found.keys():
        found.update(model.objects.in_bulk(fresh))
        for key in fresh & found.keys():
            found[key].prefetched_renditions = []
    return {key: found.get(key) for key in keys}


def shared_url(picture: Any) -> str:
    """Return a picture's address for other sites, empty without one; a drawing is not shared."""
    if picture is None or picture.is_svg():
        return ""
    return str(picture.get_rendition(SHARED).full_url)


def picture_keys(raw: Any) -> Iterator[int]:
    """Yield the keys of the pictures in the JSON of a stream (values named ``image``)."""
    if isinstance(raw, dict):
        for name, value in raw.items():
            if name == "image" and isinstance(value, int):
                yield value
            else:
                yield from picture_keys(value)
    elif isinstance(raw, Iterable) and not isinstance(raw, str):
        for value in raw:
            yield from picture_keys(value)
