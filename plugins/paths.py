"""Dotted paths in contributions: which there are, and whether they lead anywhere.

Kept apart from the survey, which must not import anything: a plug-in's code may well
ask the registry while it is being imported.
"""

import traceback
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path

from django.utils.module_loading import import_string

from plugins.api import (
    AdminMenuGroup,
    ContentBlock,
    Contribution,
    FormSection,
    SampleData,
    ScheduledJob,
    UrlMount,
)
from plugins.survey import Problem, survey


def paths_of(contribution: Contribution) -> Iterator[str]:
    """Yield the dotted paths a contribution names, of objects and of modules."""
    match contribution:
        case UrlMount():
            yield contribution.urlconf
        case AdminMenuGroup():
            yield from contribution.viewsets
        case ContentBlock():
            yield contribution.block
        case FormSection():
            yield contribution.fields
        case ScheduledJob():
            yield contribution.run
        case SampleData():
            yield contribution.load


@cache
def problem_of_path(path: str) -> str | None:
    """Return what hinders importing ``path``, with file and line, or None when it imports.

    Only looks for the object: nothing is called.
    """
    try:
        try:
            import_module(path)
        except ModuleNotFoundError as error:
            if error.name is None or not path.startswith(error.name):
                raise
            import_string(path)
    except Exception as error:  # noqa: BLE001 - code of others may fail in any way
        last = traceback.extract_tb(error.__traceback__)[-1]
        return f"{path} cannot be imported: {error!r} ({Path(last.filename).name}:{last.lineno})."
    return None


@cache
def path_problems() -> tuple[Problem, ...]:
    """Return one problem for each path of the installed plug-ins that cannot be imported."""
    return tuple(
        Problem(
            "plugins.E010",
            label,
            f"Plug-in {label}, {key}: {trouble}",
            "Check the dotted path, and that the module it names can be imported.",
        )
        for key, (label, contribution) in survey().by_key.items()
        for path in paths_of(contribution)
        if (trouble := problem_of_path(path))
    )
