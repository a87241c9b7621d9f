"""Personal data by planted canaries: what is exported holds them all, what is left none.

A canary is a word no row holds by chance. One is planted in every text field of every row
of the plug-in that leads to a made-up person; then its exporters are asked, and its erasers
let loose. What an exporter or eraser declares ``exempt`` is left out of the question.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, models, transaction
from django.db.models import Q

from plugins.api import PersonalDataEraser, PersonalDataExporter
from plugins.personal import personal_models
from plugins.survey import survey

TEXTS = frozenset({"CharField", "TextField", "EmailField", "SlugField", "URLField"})
SHORTEST = 8


@dataclass(frozen=True, slots=True)
class Canary:
    """One mark, and the field it was planted in: ``app.Model.field``."""

    mark: str
    field: str

    @property
    def model(self) -> str:
        return self.field.rpartition(".")[0]


def plant(label: str, person: Any) -> list[Canary]:
    """Put a canary into every text field of the plug-in's rows that lead to the person."""
    planted: list[Canary] = []
    for model, paths in personal_models(label).items():
        leads = Q()
        for path in paths:
            leads |= Q(**{path: person.pk})
        keys = list(model._base_manager.filter(leads).values_list("pk", flat=True).distinct())
        for field in model._meta.local_concrete_fields:
            if not _takes_words(field):
                continue
            for key in keys:
                mark = f"ZQ{len(planted):03d}QZ"
                word = f"{mark}@canary.example" if isinstance(field, models.EmailField) else mark
                try:
                    with transaction.atomic():
                        model._base_manager.filter(pk=key).update(**{field.attname: word})
                except IntegrityError:
                    continue  # a constraint says what may stand there: nobody's own words
                planted.append(Canary(mark, f"{model._meta.label}.{field.name}"))
    return planted


def has_texts(label: str) -> bool:
    """Return whether any personal model of the plug-in has a field for words."""
    return any(
        _takes_words(field)
        for model in personal_models(label)
        for field in model._meta.local_concrete_fields
    )


def _takes_words(field: Any) -> bool:
    return (
        field.get_internal_type() in TEXTS
        and not field.primary_key
        and not field.is_relation
        and not field.choices
        and (field.max_length is None or field.max_length >= SHORTEST)
    )


def export_faults(label: str, person: Any, planted: list[Canary]) -> list[str]:
    """Ask the plug-in's exporters for all they know of the person; return what is not in it."""
    exempt = _exempt(label, PersonalDataExporter)
    told = [
        [str(section.title), [dict(row) for row in section.rows]]
        for exporter in _own(label, PersonalDataExporter)
        for section in exporter.export(person)
    ]
    text = json.dumps(told, cls=DjangoJSONEncoder, ensure_ascii=False)
    return [
        f"What it exports of a person lacks {canary.field}: yield it, or say in `exempt` why not."
        for canary in planted
        if canary.mark not in text and not _is_exempt(canary, exempt)
    ]


def erasure_faults(label: str, person: Any, planted: list[Canary], now: datetime) -> list[str]:
    """Let the plug-in's erasers erase the person; return where something of them is left."""
    exempt = _exempt(label, PersonalDataEraser)
    with transaction.atomic():
        for eraser in _own(label, PersonalDataEraser):
            list(eraser.erase(person, now))
    held = {canary.mark: canary for canary in planted if not _is_exempt(canary, exempt)}
    return [
        f"After erasing, {place} still holds what stood in {held[mark].field}."
        for place, text in _all_texts(label)
        for mark in held
        if mark in text
    ]


def _all_texts(label: str) -> Iterator[tuple[str, str]]:
    for model in apps.get_app_config(label).get_models(include_auto_created=True):
        for row in model._base_manager.all():
            for field in model._meta.local_concrete_fields:
                yield f"{model._meta.label}.{field.name}", str(field.value_to_string(row))


def _own(label: str, kind: type) -> Iterator[Any]:
    for owner, item in survey().by_kind.get(kind, ()):
        if owner == label:
            yield item


def _exempt(label: str, kind: type) -> set[str]:
    return {name.lower() for item in _own(label, kind) for name in item.exempt}


def _is_exempt(canary: Canary, exempt: set[str]) -> bool:
    return bool({canary.field.lower(), canary.model.lower()} & exempt)
