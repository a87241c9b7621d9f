"""Every address a plug-in answers at, with arguments made up where none are given."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from itertools import islice, product
from typing import Any

from django.urls import NoReverseMatch, URLPattern, URLResolver, reverse

from plugins.api import Access, UrlMount
from plugins.registry import registry
from plugins.viewsets import staff_groups

# What is tried for an argument of a kind nobody named; the first that fits is taken.
GUESSES = ["1", "a", "a-1", "2026", "2026-01", "2026-01-31", "00000000-0000-4000-8000-000000000000"]
TRIES = 200


@dataclass(frozen=True, slots=True)
class Address:
    """One pattern: its name to reverse, its arguments, and who may pass."""

    name: str
    arguments: tuple[tuple[str, Any], ...]
    access: Access
    is_staff_list: bool = False

    @property
    def path(self) -> str:
        """The path in the language of the moment."""
        return reverse(self.name, kwargs=dict(self.arguments))


class NoAddress(LookupError):
    """No arguments could be made up for a pattern."""


def addresses_of(label: str, arguments: Mapping[str, Any]) -> list[Address]:
    """Return every address of the plug-in's mounts and staff viewsets.

    ``arguments`` are values by parameter name, for patterns that take any. Raises NoAddress
    for a pattern whose arguments must be given there.
    """
    found: list[Address] = []
    for owner, mount in registry().by_kind.get(UrlMount, ()):
        if owner == label and isinstance(mount, UrlMount):
            patterns = import_module(mount.urlconf).urlpatterns
            found += _of_patterns(patterns, mount.namespace, mount.access, arguments)
    for group in staff_groups():
        for viewset in group.viewsets if group.label == label else ():
            found += [
                Address(
                    address.name,
                    address.arguments,
                    address.access,
                    is_staff_list=address.name == f"{viewset.url_namespace}:index",
                )
                for address in _of_patterns(
                    viewset.get_urlpatterns(), viewset.url_namespace, Access.STAFF, arguments
                )
            ]
    return found


def _of_patterns(
    patterns: Any, namespace: str, access: Access, arguments: Mapping[str, Any]
) -> Iterator[Address]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}:{pattern.namespace}" if pattern.namespace else namespace
            yield from _of_patterns(pattern.url_patterns, inner, access, arguments)
        elif pattern.name:
            name = f"{namespace}:{pattern.name}"
            yield Address(name, _arguments(name, pattern, arguments), access)


def _arguments(
    name: str, pattern: URLPattern, given: Mapping[str, Any]
) -> tuple[tuple[str, Any], ...]:
    """Return arguments with which the pattern can be reversed: those given, else made up."""
    needed = dict(pattern.pattern.converters) or dict(pattern.pattern.regex.groupindex)
    choices = [[given[key]] if key in given else GUESSES for key in needed]
    for values in islice(product(*choices), TRIES):
        chosen = tuple(zip(needed, values, strict=True))
        try:
            reverse(name, kwargs=dict(chosen))
        except NoReverseMatch:
            continue
        return chosen
    raise NoAddress(f"Give `arguments` for {name}: {', '.join(needed)}.")
