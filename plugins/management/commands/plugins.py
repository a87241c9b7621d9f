"""``manage.py plugins``: what is installed, the switches, the doctor, removal and scaffolds.

No system checks run before these commands, and they work while a plug-in cannot be
loaded: they are the way out (``plugins.recovery``).
"""

from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from plugins.api import PluginConfig
from plugins.doctor import examine
from plugins.installed import (
    available_plugins,
    is_safe_mode,
    keep_aside,
    kept_aside,
    named_plugins,
    set_aside,
)
from plugins.models import PluginState
from plugins.recovery import data_folder, restart
from plugins.registry import registry
from plugins.removal import RemovalRefused, export, holdings, reasons_against, remove
from plugins.scaffold import ScaffoldRefused, scaffold
from plugins.state import disabled_labels, forget
from plugins.survey import required_by
from plugins.switches import SwitchRefused, plugin_switched, switch


class Command(BaseCommand):
    """Show the installed plug-ins, switch, examine, remove or begin one."""

    help = "List, show, switch, examine or remove installed plug-ins; begin a new one."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        actions.add_parser("list", help="one line for each plug-in, installed or available")
        actions.add_parser("doctor", help="what is wrong with the plug-ins, and the way out")
        for action, text in (
            ("show", "all about one plug-in: what it adds, requires and holds"),
            ("enable", "switch it on, at once and in every process"),
            ("disable", "switch it off; leave one that cannot be loaded out of every start"),
        ):
            actions.add_parser(action, help=text).add_argument("label", help="its app label")
        removing = actions.add_parser("remove", help="export its rows and take its tables away")
        removing.add_argument("label", help="its app label")
        removing.add_argument("--export", metavar="FILE", help="where its rows are written")
        removing.add_argument("--dry-run", action="store_true", help="count, and change nothing")
        removing.add_argument("--noinput", action="store_true", help="do not ask")
        new = actions.add_parser("new", help="begin a plug-in that passes its own tests")
        new.add_argument("name", help="its app label, e.g. lendings")
        new.add_argument("--title", help='what people call it, e.g. "Toy lending"')
        new.add_argument(
            "--standalone", metavar="FOLDER", help="a distribution of its own in this new folder"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        getattr(self, f"_{options['action']}")(options)

    # --- Looking -----------------------------------------------------------------

    def _list(self, _options: dict[str, Any]) -> None:
        off = disabled_labels()
        for label, config in registry().plugins.items():
            self.stdout.write(f"{label:<20} {'off' if label in off else 'on':<4} {config.name}")
        for name, why in set_aside(data_folder()).items():
            self.stdout.write(f"{_label(name):<20} {'out':<4} {why}")
        for item in available_plugins(named_plugins(settings.PLUGINS)):
            origin = f"available from {item.distribution} {item.version}"
            self.stdout.write(f"{_label(item.app):<20} {'-':<4} {item.app}, {origin}")

    def _show(self, options: dict[str, Any]) -> None:
        label = options["label"]
        plugins = registry().plugins
        for name, why in set_aside(data_folder()).items():
            if label in {name, _label(name)}:
                raise CommandError(f"{why} It is left out of this start.")
        if label not in plugins:
            raise CommandError(f"No plug-in {label} is installed: {', '.join(plugins)}.")
        config = plugins[label]
        needed_by = sorted(other for other in plugins if label in required_by(other, plugins))
        for name, value in (
            ("name", str(config.verbose_name)),
            ("about", str(config.description)),
            ("state", _state_words(config)),
            ("module", f"{config.name} ({config.path})"),
            ("version", str(getattr(config.module, "__version__", "-"))),
            ("API level", str(config.api)),
            ("requires", ", ".join(config.requires) or "-"),
            ("required by", ", ".join(needed_by) or "-"),
        ):
            self.stdout.write(f"{name:<12} {value}")
        self.stdout.write("adds")
        for key, (owner, item) in registry().by_key.items():
            if owner == label:
                kind = type(item)
                self.stdout.write(f"  {kind.__name__:<22} {key:<40} {kind.when_disabled.value}")
        self.stdout.write("holds")
        for model, rows in holdings(label).rows.items():
            self.stdout.write(f"  {model:<40} {rows} rows")

    def _doctor(self, _options: dict[str, Any]) -> None:
        serious = 0
        for finding in examine():
            serious += finding.is_serious
            mark = "FAULT" if finding.is_serious else "note"
            self.stdout.write(f"{mark} {finding.plugin or 'site'}: {finding.message}")
            self.stdout.write(f"      {finding.way_out}")
        if is_safe_mode():
            self.stdout.write("note: safe mode, only the bundled plug-ins were looked at.")
        if serious:
            raise CommandError(f"{serious} faults.")
        self.stdout.write(f"{len(registry().plugins)} plug-ins, no fault.")

    # --- Switching ---------------------------------------------------------------

    def _enable(self, options: dict[str, Any]) -> None:
        kept = kept_aside(data_folder())
        if name := _match(options["label"], kept):
            # Looked at anew, with it: should it still not load, it comes back here set aside.
            keep_aside(data_folder(), {key: why for key, why in kept.items() if key != name})
            restart()
        aside = set_aside(data_folder())
        if name := _match(options["label"], aside):
            keep_aside(data_folder(), kept | {name: aside[name]})
            raise CommandError(f"{aside[name]} It stays out of every start until it is mended.")
        self._switch(options["label"], enabled=True)

    def _disable(self, options: dict[str, Any]) -> None:
        label = options["label"]
        if label in registry().plugins:
            self._switch(label, enabled=False)
            return
        aside = set_aside(data_folder())
        name = _match(label, aside) or _match(label, named_plugins(settings.PLUGINS))
        if name is None:
            raise CommandError(f"No plug-in {label} is installed.")
        self._disable_unseen(_label(name))
        self.stdout.write(f"{_label(name)} is now off.")
        if name in aside:
            keep_aside(data_folder(), kept_aside(data_folder()) | {name: aside[name]})
            self.stdout.write(
                f"{aside[name]}\nIt is left out of every start from now on; its tables stay. Once "
                f"it is mended, `manage.py plugins enable {_label(name)}` brings it back."
            )
        else:
            self.stdout.write(
                "Without PLUGINS_SAFE_MODE its code is loaded again, switched off. Should that "
                "fail, run this command once more without PLUGINS_SAFE_MODE."
            )

    def _switch(self, label: str, *, enabled: bool) -> None:
        try:
            changed = switch(label, enabled=enabled, by=None)
        except SwitchRefused as refused:
            raise CommandError(str(refused)) from refused
        done = "is now" if changed else "was already"
        self.stdout.write(f"{label} {done} {'on' if enabled else 'off'}.")

    @staticmethod
    def _disable_unseen(label: str) -> None:
        """Switch off a plug-in whose code is not there to be asked."""
        with transaction.atomic():
            state, _created = PluginState.objects.get_or_create(label=label)
            if not state.enabled:
                return
            state.enabled = False
            state.save()
            plugin_switched.send(sender=Command, state=state, label=label, enabled=False, by=None)
        forget()

    # --- Removing and beginning -----------------------------------------------------

    def _remove(self, options: dict[str, Any]) -> None:
        label = options["label"]
        try:
            held = holdings(label)
        except RemovalRefused as refused:
            raise CommandError(str(refused)) from refused
        total = sum(held.rows.values())
        for model, rows in held.rows.items():
            self.stdout.write(f"  {model:<40} {rows} rows")
        for name, rows in held.incoming.items():
            self.stdout.write(f"  {name:<40} {rows} rows of others point to it")
        if against := reasons_against(label, held):
            raise CommandError("\n".join(against))
        path = Path(options["export"] or data_folder() / _file_name(label, timezone.localtime()))
        if options["dry_run"]:
            self.stdout.write(f"{total} rows would be written to {path}, and the tables would go.")
            return
        if not options["noinput"]:
            answer = input(f"Type {label} to write {total} rows to {path} and drop its tables: ")
            if answer.strip() != label:
                raise CommandError("Nothing was changed.")
        try:
            written = export(label, path)
        except FileExistsError as error:
            raise CommandError(f"{path} is there already; nothing was changed.") from error
        remove(label)
        self.stdout.write(f"{written} rows are in {path}; the tables of {label} are gone.")
        name = registry().plugins[label].name
        self.stdout.write(f"Now take {name} out of PLUGINS and restart every process.")

    def _new(self, options: dict[str, Any]) -> None:
        folder = options["standalone"]
        try:
            made = scaffold(
                options["name"],
                title=options["title"] or options["name"].replace("_", " ").capitalize(),
                standalone=Path(folder).resolve() if folder else None,
            )
        except ScaffoldRefused as refused:
            raise CommandError(str(refused)) from refused
        for path in made.files:
            self.stdout.write(f"  {path}")
        self.stdout.write(made.next_steps)


def _label(name: str) -> str:
    return name.rpartition(".")[2]


def _match(given: str, names: Any) -> str | None:
    """Return the import path among ``names`` that is meant by a label or the path itself."""
    return next((name for name in names if given in {name, _label(name)}), None)


def _state_words(config: PluginConfig) -> str:
    if not config.can_disable:
        return "on, part of every site"
    return "off" if config.label in disabled_labels() else "on"


def _file_name(label: str, now: datetime) -> str:
    return f"removed-{label}-{now:%Y%m%d-%H%M%S}.json"
