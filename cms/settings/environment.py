"""Reading settings from the environment, or from a file the environment names."""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

_ELSEWHERE = ("CACHE_URL", "DATABASE_URL", "DJANGO_SETTINGS_MODULE", "PLUGINS")
"""Names that are read by others."""
_asked: set[str] = set()


def names_given() -> list[str]:
    """Return the names, never the values, of what this process was given from outside."""
    return sorted(
        name
        for name in {*_asked, *_ELSEWHERE}
        if os.environ.get(name) or os.environ.get(f"{name}_FILE")
    )


def text(name: str, default: str | None = None) -> str:
    """Return ``$NAME``, else the contents of the file ``$NAME_FILE``, else the default.

    Raises ImproperlyConfigured, naming the variable, when there is none of the three
    or the file cannot be read.
    """
    _asked.add(name)
    if name in os.environ:
        return os.environ[name]
    path = os.environ.get(f"{name}_FILE")
    if path:
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise ImproperlyConfigured(f"{name}_FILE={path} cannot be read: {error}") from error
    if default is None:
        raise ImproperlyConfigured(f"Set {name}, or {name}_FILE to a file that holds it.")
    return default


def flag(name: str, *, default: bool) -> bool:
    """Return ``$NAME`` as a truth value; raises ImproperlyConfigured on any other word."""
    _asked.add(name)
    value = os.environ.get(name, "").strip().lower()
    if not value:
        return default
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name}={value!r}: say 1 or 0.")


def words(name: str, default: str | None = None) -> list[str]:
    """Return the comma-separated words of ``$NAME``, blanks dropped; errors as ``text``."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]
