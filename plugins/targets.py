"""What the names in contributions lead to: a block class, a viewset, a template, a model.

Only looked at by the checks, after everything is loaded; paths that cannot be imported
at all are ``plugins.paths``' matter.
"""

from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from typing import Any

from django.apps import apps
from django.forms import BaseForm
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from django.utils.module_loading import import_string
from wagtail.admin.viewsets.base import ViewSet
from wagtail.blocks import Block

from plugins.api import (
    AdminMenuGroup,
    ContentBlock,
    Contribution,
    DashboardCard,
    FormSection,
    MemberCard,
    NotificationTemplate,
    PersonalDataEraser,
    PersonalDataExporter,
    SampleData,
    ScheduledJob,
    SearchSource,
    Slot,
    UrlMount,
)
from plugins.contract import ARGUMENTS, trouble_calling
from plugins.paths import paths_of, problem_of_path
from plugins.survey import Problem, survey


@cache
def target_problems() -> tuple[Problem, ...]:
    """Return one problem for each name of the installed plug-ins that leads astray."""
    return tuple(
        problem
        for key, (label, contribution) in survey().by_key.items()
        for problem in _problems_of(label, key, contribution)
    )


def _problems_of(label: str, key: str, contribution: Contribution) -> Iterator[Problem]:
    start = f"Plug-in {label}, {key}:"
    if not any(problem_of_path(path) for path in paths_of(contribution)):
        for trouble in wrong_ends(contribution):
            hint = f"See {type(contribution).__name__} in plugins.api."
            yield Problem("plugins.E013", label, f"{start} {trouble}.", hint)
    for name in missing_names(contribution):
        hint = "Check the name, and that it lies in the plug-in's templates/ or models."
        yield Problem("plugins.E019", label, f"{start} there is no {name}.", hint)


def wrong_ends(contribution: Contribution) -> Iterator[str]:
    """Yield what is wrong with the things its dotted paths lead to."""
    match contribution:
        case ContentBlock():
            yield from _other_than("class of a Wagtail block", Block, contribution.block)
        case FormSection():
            yield from _other_than("class of a Django form", BaseForm, contribution.fields)
        case AdminMenuGroup():
            yield from _other_than("Wagtail viewset", ViewSet, *contribution.viewsets, made=True)
        case ScheduledJob() | SampleData():
            [(name, arguments)] = ARGUMENTS[type(contribution)].items()
            path = getattr(contribution, name)
            yield from _trouble(path, import_string(path), arguments)
        case UrlMount():
            if not hasattr(import_module(contribution.urlconf), "urlpatterns"):
                yield f"{contribution.urlconf} has no urlpatterns"


def _other_than(words: str, kind: type, *paths: str, made: bool = False) -> Iterator[str]:
    """Yield the paths that lead to no class of that kind, nor (``made``) to one of them."""
    for path in paths:
        found: Any = import_string(path)
        is_class = isinstance(found, type) and issubclass(found, kind)
        if not is_class and not (made and isinstance(found, kind)):
            yield f"{path} is no {words}"


def _trouble(path: str, call: Callable[..., Any], arguments: tuple[str, ...]) -> Iterator[str]:
    if not callable(call):
        yield f"{path} is no function"
    elif trouble := trouble_calling(call, arguments):
        yield f"{path} cannot be called with ({', '.join(arguments)}): {trouble}"


def missing_names(contribution: Contribution) -> Iterator[str]:
    """Yield the templates and models a contribution names that are not there."""
    match contribution:
        case DashboardCard() | MemberCard() | Slot():
            yield from _missing_templates(contribution.template)
        case NotificationTemplate():
            ends = (".subject.txt", ".txt", ".html")
            yield from _missing_templates(*(f"{contribution.template}{end}" for end in ends))
        case SearchSource():
            yield from _missing_models(contribution.model)
        case PersonalDataExporter() | PersonalDataEraser():
            # An exemption may name one field: app.Model.field.
            named = {".".join(name.split(".")[:2]) for name in contribution.exempt}
            yield from _missing_models(*contribution.covers, *sorted(named))


def _missing_models(*names: str) -> Iterator[str]:
    for name in names:
        try:
            apps.get_model(name)
        except (LookupError, ValueError):
            yield f"model {name}"


def _missing_templates(*names: str) -> Iterator[str]:
    for name in names:
        try:
            get_template(name)
        except TemplateDoesNotExist:
            yield f"template {name}"
