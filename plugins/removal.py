"""Taking a plug-in's tables away: the third switch, and the only one that destroys.

A plug-in must be switched off before. What would go is counted first, what stands in the
way is named: records of others that point to its rows, and rows that are one half of a
record elsewhere (a page of its type stands in the site's tree). What goes is written to
a JSON file that ``loaddata`` reads back. Then its migrations are taken back to zero, and its
permissions, content types and switch go. Whatever the audit log says of it stays.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.core import serializers
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Model
from django.dispatch import Signal

from plugins.api import PluginConfig
from plugins.models import PluginState
from plugins.registry import registry
from plugins.state import forget
from plugins.survey import required_by
from plugins.switches import switched_off

plugin_removed = Signal()
"""Sent inside a transaction, after the tables have gone, with ``state`` (the row of the switch,
about to go), ``label``, ``rows`` (``{model: number}``) and ``by``."""


class RemovalRefused(Exception):
    """The plug-in cannot be removed; each line of the message is one reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Holdings:
    """What a plug-in holds, and what stands in the way of its going."""

    rows: dict[str, int]
    """``{model label: rows}`` of its own tables."""
    incoming: dict[str, int] = field(default_factory=dict)
    """``{model.field: rows}`` of other apps that point to its rows."""
    halves: dict[str, int] = field(default_factory=dict)
    """``{model label: rows}`` of its models whose other half is a table of another app."""
    dependents: tuple[str, ...] = ()
    """``app.migration`` of other apps that would have to be taken back with its own."""


def holdings(label: str) -> Holdings:
    """Return what the plug-in of that label holds. Raises RemovalRefused if there is none."""
    config = _installed(label)
    return Holdings(
        rows={
            _name(model): _count(model) for model in config.get_models(include_auto_created=True)
        },
        incoming=dict(_incoming(config)),
        halves={
            _name(model): rows
            for model in config.get_models()
            if any(parent._meta.app_label != label for parent in model._meta.get_parent_list())
            and (rows := _count(model))
        },
        dependents=tuple(
            f"{migration.app_label}.{migration.name}"
            for migration in _backwards(label)
            if migration.app_label != label
        ),
    )


def reasons_against(label: str, held: Holdings) -> list[str]:
    """Return why the plug-in cannot be removed now, each with the way out; none if it can."""
    plugins = registry().plugins
    found = []
    if not plugins[label].can_disable:
        return [f"{label} is part of every site and stays."]
    if label not in switched_off():
        found.append(f"{label} is switched on. Run `manage.py plugins disable {label}` first.")
    if held.rows and label not in MigrationExecutor(connection).loader.migrated_apps:
        found.append("It has tables but no migrations. Its author must add them first.")
    found += [
        f"{other} requires it. Take {plugins[other].name} out of PLUGINS first."
        for other in sorted(plugins)
        if label in required_by(other, plugins)
    ]
    found += [
        f"{name} points to it in {rows} rows. Delete them, or empty the field."
        for name, rows in held.incoming.items()
        if rows
    ]
    found += [
        f"{rows} rows of {name} are one half of a record that would stay, a page of the tree "
        "for one. Delete them on the site first."
        for name, rows in held.halves.items()
    ]
    found += [
        f"The migration {name} of another app depends on its own. Remove that app first."
        for name in held.dependents
    ]
    return found


def export(label: str, path: Path) -> int:
    """Write every row of the plug-in as a fixture, readable by the owner alone; return how many.

    Raises FileExistsError rather than write over an earlier export.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600, exist_ok=False)
    with path.open("w", encoding="utf-8") as stream:
        written = _Counted(_rows_of(_installed(label)))
        serializers.serialize("json", written, stream=stream, indent=1, ensure_ascii=False)
    return written.number


def remove(label: str, *, by: Any = None) -> dict[str, int]:
    """Take the plug-in's tables away; return ``{model: rows}`` of what went.

    Raises RemovalRefused, changing nothing, if something stands in the way. What is to be
    kept must have been exported before.
    """
    held = holdings(label)
    if against := reasons_against(label, held):
        raise RemovalRefused("\n".join(against))
    if held.rows:
        call_command("migrate", label, "zero", verbosity=0, interactive=False)
    with transaction.atomic():
        kinds = ContentType.objects.filter(app_label=label)
        Permission.objects.filter(content_type__in=kinds).delete()
        kinds.delete()
        state = PluginState.objects.get(label=label)
        plugin_removed.send(sender=type(state), state=state, label=label, rows=held.rows, by=by)
        # Off until the operator takes it out of PLUGINS: its tables are gone.
        transaction.on_commit(forget)
    ContentType.objects.clear_cache()
    return held.rows


def _installed(label: str) -> PluginConfig:
    config = registry().plugins.get(label)
    if config is None:
        raise RemovalRefused(f"No plug-in {label} is installed: its models must be there to go.")
    return config


def _name(model: type[Model]) -> str:
    return str(model._meta.label)


def _count(model: type[Model]) -> int:
    return int(model._base_manager.count())


def _incoming(config: PluginConfig) -> Iterator[tuple[str, int]]:
    """Yield each field of another app that points to the plug-in, with its filled rows."""
    for model in config.get_models():
        for relation in model._meta.get_fields(include_parents=False, include_hidden=True):
            if not relation.auto_created or relation.concrete or not relation.is_relation:
                continue
            source: Any = relation.related_model
            pointing: Any = getattr(relation, "field", None)
            if pointing is None or source._meta.app_label == config.label:
                continue
            rows = source._base_manager.filter(**{f"{pointing.name}__isnull": False}).distinct()
            yield f"{_name(source)}.{pointing.name}", rows.count()


def _backwards(label: str) -> list[Any]:
    executor = MigrationExecutor(connection)
    if label not in executor.loader.migrated_apps:
        return []
    return [migration for migration, _back in executor.migration_plan([(label, None)])]


def _rows_of(config: PluginConfig) -> Iterator[Model]:
    # What others point to comes first, so that the file loads on any database.
    models = serializers.sort_dependencies([(config, list(config.get_models()))])
    for model in models:
        if not model._meta.proxy and model._meta.managed:
            yield from model._base_manager.order_by("pk").iterator(chunk_size=500)


class _Counted:
    def __init__(self, rows: Iterator[Model]) -> None:
        self.rows, self.number = rows, 0

    def __iter__(self) -> Iterator[Model]:
        for row in self.rows:
            self.number += 1
            yield row
