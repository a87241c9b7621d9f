"""What a query asks of the index, before it becomes the database's own language."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Phrase:
    """Tokens that follow each other; with ``prefix``, the last one may go on."""

    tokens: tuple[str, ...]
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class All:
    """Every part must be found."""

    parts: tuple["Expression", ...]


@dataclass(frozen=True, slots=True)
class Any:
    """One of the parts must be found."""

    parts: tuple["Expression", ...]


type Expression = Phrase | All | Any


def all_of(parts: Iterable[Expression]) -> Expression | None:
    """Return the parts joined, the only part itself, or None without one."""
    kept = tuple(dict.fromkeys(parts))
    return All(kept) if len(kept) > 1 else next(iter(kept), None)


def any_of(parts: Iterable[Expression]) -> Expression | None:
    """Return the alternatives, the only one itself, or None without one."""
    kept = tuple(dict.fromkeys(parts))
    return Any(kept) if len(kept) > 1 else next(iter(kept), None)
