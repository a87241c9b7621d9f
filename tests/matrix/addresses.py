"""Every pattern the URL resolver knows: ours, plug-ins', the account pages', Wagtail's own."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True, slots=True)
class Address:
    """One pattern: its name with namespaces, its whole route, the resolvers around it."""

    name: str
    route: str
    pattern: URLPattern
    around: tuple[URLResolver, ...]

    @property
    def namespace(self) -> str:
        """The outermost namespace; empty for the host's own names."""
        return self.name.partition(":")[0] if ":" in self.name else ""

    @property
    def parameters(self) -> frozenset[str]:
        """Names of all arguments in the route; unnamed ones count as ``0``, ``1``."""
        names = set()
        for part in (*(each.pattern for each in self.around), self.pattern.pattern):
            names |= set(part.converters)
            if (regex := getattr(part, "regex", None)) is not None:
                groups = set(regex.groupindex)
                names |= groups or {str(number) for number in range(regex.groups)}
        return frozenset(names)

    def is_reached_by(self, view: Any) -> bool:
        """Return whether the view found at its path is its own: no earlier pattern hides it."""
        return view is self.pattern.callback

    def __str__(self) -> str:
        return f"{self.name or '(unnamed)'}  /{self.route}"


def addresses() -> list[Address]:
    """Return all patterns, in the order the resolver tries them."""
    return list(_walk(get_resolver(), "", (), ()))


def _walk(
    resolver: URLResolver, route: str, namespaces: tuple[str, ...], around: tuple[URLResolver, ...]
) -> Iterator[Address]:
    for entry in resolver.url_patterns:
        whole = route + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = (*namespaces, entry.namespace) if entry.namespace else namespaces
            yield from _walk(entry, whole, inner, (*around, entry))
        else:
            name = ":".join((*namespaces, entry.name)) if entry.name else ""
            yield Address(name, whole, entry, around)
