"""The key of the access log: of its own, or derived from the site's secret key.

A change of key breaks no chain: rows carry the mark of theirs, and former secret keys stay
known as long as ``SECRET_KEY_FALLBACKS`` names them.
"""

import hashlib
import hmac
from collections.abc import Iterator

from django.conf import settings


def keys() -> Iterator[bytes]:
    """Yield the keys, the one to write with first."""
    if own := getattr(settings, "ACCESS_LOG_KEY", ""):
        yield _derived(own)
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        yield _derived(secret)


def _derived(secret: str) -> bytes:
    return hashlib.sha256(b"pumasi.access-log:" + str(secret).encode()).digest()


def mark_of(key: bytes) -> str:
    """Return eight characters that tell keys apart and nothing of them."""
    return hashlib.sha256(b"mark:" + key).hexdigest()[:8]


def key_of(mark: str) -> bytes | None:
    """Return the key of that mark, or None when the site no longer has it."""
    return next((key for key in keys() if mark_of(key) == mark), None)


def sealed(content: str, key: bytes) -> str:
    """Return the digest of some text under a key, 64 characters."""
    return hmac.new(key, content.encode(), hashlib.sha256).hexdigest()
