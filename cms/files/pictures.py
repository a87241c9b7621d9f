"""Pictures written anew: whatever hid in the file (place, telephone, script) stays behind."""

import io
from typing import IO

from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from cms.files.formats import Format, WrongContent

MAX_PIXELS = 50_000_000
"""Width × height; a 48-megapixel telephone passes, a picture made to fill the memory does not."""

_BROKEN = (
    UnidentifiedImageError,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
    OSError,
    SyntaxError,  # Pillow's word for a broken PNG
    ValueError,
    EOFError,
    OverflowError,
)


def rewrite(file: IO[bytes], format_: Format, *, quality: int = 88) -> bytes:
    """Return the first picture of ``file``, turned upright, pixels only, as new bytes.

    ``quality`` (1 to 100) is for the formats that lose something by it.
    Raises WrongContent when it cannot be read whole or has more than ``MAX_PIXELS``.
    """
    if format_.picture == "HEIF":
        _learn_heif()
    target = format_.content_type.removeprefix("image/").upper()
    try:
        file.seek(0)
        with Image.open(file, formats=[format_.picture]) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise WrongContent(
                    _("The picture is too large: at most %(million)s million pixels are possible.")
                    % {"million": MAX_PIXELS // 1_000_000}
                )
            upright = ImageOps.exif_transpose(picture)
            return _pixels(upright, target, quality)
    except _BROKEN as error:
        raise WrongContent(
            _("The picture is damaged or of another kind than its name says.")
        ) from error


def _learn_heif() -> None:
    from pillow_heif import register_heif_opener

    register_heif_opener()


def _pixels(picture: Image.Image, target: str, quality: int) -> bytes:
    transparent = target != "JPEG" and picture.has_transparency_data
    clean = picture.convert("RGBA" if transparent else "RGB")
    clean.info = {}
    out = io.BytesIO()
    if target == "PNG":
        clean.save(out, "PNG", optimize=False)
    else:
        clean.save(out, target, quality=quality)
    return out.getvalue()
