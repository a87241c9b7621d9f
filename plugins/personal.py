"""Which models lead to people, and whether somebody answers for their data.

A model is *personal* when it has a foreign key to the user model, or to another personal
model of any plug-in. For each, an exporter and an eraser must name it in ``covers``, or say
in ``exempt`` why not. The models of the host's own services count as the host's.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db.models import Field, Model

from plugins.api import PersonalDataEraser, PersonalDataExporter, PluginConfig
from plugins.survey import Problem, Survey, survey

HOST_SERVICES = "cms."
DEEPEST = 4
"""Foreign keys one behind the other that are still followed to a person."""

type Paths = Mapping[type[Model], tuple[str, ...]]


def label_of(model: type[Model], plugins: Iterable[str]) -> str | None:
    """Return the plug-in that answers for the model; None for other people's apps."""
    config = apps.get_app_config(model._meta.app_label)
    if isinstance(config, PluginConfig):
        return config.label if config.label in plugins else None
    return "cms" if config.name.startswith(HOST_SERVICES) else None


def paths_to_people(models: Iterable[type[Model]]) -> Paths:
    """Return for each personal model of those given the look-ups that lead to a person."""
    models = list(models)
    user = get_user_model()
    found: dict[type[Model], tuple[str, ...]] = {user: ("pk",)}
    for _depth in range(DEEPEST):
        more = {model: tuple(sorted(_paths(model, found))) for model in models if model is not user}
        more = {model: paths for model, paths in more.items() if paths}
        if all(found.get(model) == paths for model, paths in more.items()):
            break
        found |= more
    return {model: paths for model, paths in found.items() if model in models}


def _paths(model: type[Model], found: Paths) -> Iterator[str]:
    for field in model._meta.local_concrete_fields:
        target = field.related_model
        if not isinstance(target, type) or _is_own_row(field) or target is model:
            continue
        for path in found.get(target, ()):
            steps = field.name if path == "pk" else f"{field.name}__{path}"
            if steps.count("__") < DEEPEST:
                yield steps


def _is_own_row(field: "Field[Any, Any]") -> bool:
    return bool(getattr(field.remote_field, "parent_link", False))


def personal_models(label: str) -> Paths:
    """Return the personal models of one plug-in with the look-ups from each to a person."""
    plugins = survey().plugins
    return {
        model: paths for model, paths in _all_paths().items() if label_of(model, plugins) == label
    }


@cache
def _all_paths() -> Paths:
    plugins = survey().plugins
    return paths_to_people(
        model for model in apps.get_models() if label_of(model, plugins) is not None
    )


def declared(found: Survey, kind: type) -> dict[str, str]:
    """Return ``{model label in lower case: key}`` of all that is covered or wholly exempt."""
    return {
        name.lower(): item.key
        for _label, item in found.by_kind.get(kind, ())
        if isinstance(item, PersonalDataExporter | PersonalDataEraser)
        for name in (*item.covers, *item.exempt)
    }


@cache
def personal_problems() -> tuple[Problem, ...]:
    """Return one problem for each personal model that nobody exports, or nobody erases."""
    found = survey()
    return tuple(problems_among(found, _all_paths()))


def problems_among(found: Survey, paths: Paths) -> Iterator[Problem]:
    """Yield what is missing for those models among what a survey found."""
    answers = {
        "exporter": declared(found, PersonalDataExporter),
        "eraser": declared(found, PersonalDataEraser),
    }
    for model, ways in sorted(paths.items(), key=lambda item: item[0]._meta.label):
        name, label = model._meta.label, label_of(model, found.plugins)
        for role, held in answers.items():
            if label is not None and name.lower() not in held:
                yield Problem(
                    "plugins.E023",
                    label,
                    f"Plug-in {label}: {name} leads to people (by {ways[0]}), and no {role} "
                    "of personal data answers for it.",
                    f"Contribute a PersonalData{role.capitalize()} that names it in `covers`, or "
                    "says in `exempt` why it holds nothing personal.",
                )
