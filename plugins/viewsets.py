"""The staff viewsets plug-ins contribute: imported once, remembered with their owner."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.module_loading import import_string

from plugins.api import AdminMenuGroup
from plugins.paths import problem_of_path
from plugins.survey import survey


@dataclass(frozen=True, slots=True)
class StaffGroup:
    """One AdminMenuGroup with its viewsets made: ``label`` is the plug-in's."""

    label: str
    contribution: AdminMenuGroup
    viewsets: tuple[Any, ...]


@cache
def staff_groups() -> tuple[StaffGroup, ...]:
    """Return every installed plug-in's staff groups, enabled or not, in order.

    A viewset that cannot be imported is left out here and reported by the system checks.
    """
    return tuple(
        StaffGroup(label, group, tuple(_viewset(path) for path in _importable(group)))
        for label, group in survey().by_kind.get(AdminMenuGroup, ())
        if isinstance(group, AdminMenuGroup)
    )


def _importable(group: AdminMenuGroup) -> list[str]:
    return [path for path in group.viewsets if problem_of_path(path) is None]


def _viewset(path: str) -> Any:
    found = import_string(path)
    return found() if isinstance(found, type) else found


@cache
def owner_by_namespace() -> dict[str, str]:
    """Return ``{URL namespace: plug-in label}`` of all staff viewsets."""
    return {
        viewset.url_namespace: group.label for group in staff_groups() for viewset in group.viewsets
    }
