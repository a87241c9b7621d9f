"""What each kind of private upload allows, in words a form can show."""

from django.utils.translation import gettext as _

from plugins.api import PrivateFileKind
from plugins.registry import contribution


def file_kind(key: str) -> PrivateFileKind:
    """Return the kind of that key; raises LookupError when its plug-in is gone."""
    found: PrivateFileKind = contribution(PrivateFileKind, key)
    return found


def accept(key: str) -> str:
    """Return the ``accept`` attribute of a file field: ``".pdf,.hwp,.jpg"``."""
    return ",".join(f".{extension}" for extension in file_kind(key).extensions)


def limits(key: str) -> str:
    """Return the hint under a file field: ``"PDF, HWP, JPG · up to 10 MB"``."""
    kind = file_kind(key)
    names = ", ".join(extension.upper() for extension in kind.extensions if extension != "jpeg")
    return _("%(formats)s · up to %(size)s MB") % {
        "formats": names,
        "size": megabytes(kind.max_bytes),
    }


def megabytes(size: int) -> str:
    """Return bytes as megabytes without needless decimals: ``"10"``, ``"0.5"``."""
    return f"{size / (1024 * 1024):.1f}".removesuffix(".0")
