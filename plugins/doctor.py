"""Looking at every plug-in at once: what is wrong, whose it is, and the way out.

Works on a site that does not start, too: what cannot be loaded has been set aside before
(``plugins.recovery``), and nothing here raises for what a plug-in does.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.core import checks
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from plugins.checks import check_plugins
from plugins.installed import set_aside
from plugins.models import PluginState
from plugins.recovery import data_folder, place_of, ways_out
from plugins.registry import registry
from plugins.state import effective


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault: ``plugin`` is a label or import path, empty for the site as a whole."""

    plugin: str
    message: str
    way_out: str
    is_serious: bool = True


def examine() -> Iterator[Finding]:
    """Yield what is wrong, the gravest first."""
    for name, why in set_aside(data_folder()).items():
        yield Finding(name, why, ways_out(name))
    for message in check_plugins():
        if message.id == "plugins.W002":
            continue  # said above
        serious = message.level >= checks.ERROR
        yield Finding(
            str(message.obj), f"({message.id}) {message.msg}", message.hint or "", serious
        )
    yield from _of_the_site()
    try:
        yield from _of_the_database()
    except DatabaseError as error:
        yield Finding("", f"The database does not answer: {error}", "Mend that first.")


def _of_the_site() -> Iterator[Finding]:
    """Run every other system check: a plug-in's addresses, models and hooks are in them."""
    own = {message.msg for message in check_plugins()}
    try:
        found = [message for message in checks.run_checks() if message.msg not in own]
    except Exception as error:  # noqa: BLE001 - whoever raised, the operator reads where
        yield Finding("", f"The checks stop at {place_of(error)}: {error!r}", "Mend that file.")
        return
    for message in found:
        if message.level >= checks.WARNING and not message.is_silenced():
            yield Finding(
                "",
                f"({message.id}) {message.msg}",
                message.hint or "See Django's list of system checks.",
                message.level >= checks.ERROR,
            )


def _of_the_database() -> Iterator[Finding]:
    executor = MigrationExecutor(connection)
    missing: dict[str, int] = {}
    for migration, _back in executor.migration_plan(executor.loader.graph.leaf_nodes()):
        missing[migration.app_label] = missing.get(migration.app_label, 0) + 1
    plugins = registry().plugins
    for label, number in missing.items():
        if label in plugins:
            message = f"{number} migrations are not applied."
            yield Finding(label, message, "Run `manage.py migrate`.")
    if "plugins" in missing:
        return
    off = {state.label for state in PluginState.objects.filter(enabled=False)}
    for label in sorted(effective(off) - off):
        yield Finding(
            label,
            "It counts as off, because what it requires is switched off.",
            f"Switch on {', '.join(sorted(off & set(plugins[label].requires)) or off)}.",
            is_serious=False,
        )
    for label in PluginState.objects.exclude(label__in=plugins).values_list("label", flat=True):
        yield Finding(
            label,
            "Its switch is remembered, but it is not installed now.",
            f"Nothing to do if that is meant; PLUGINS is {', '.join(settings.PLUGINS)}.",
            is_serious=False,
        )
