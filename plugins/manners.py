"""What third parties' plug-ins may lean on: the documented imports, the anchor migrations.

Read from their files, not from what is loaded. The bundled ones travel with the host and
are kept in order by import-linter instead.
"""

import ast
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from django.apps import apps

from plugins.api import PluginConfig
from plugins.installed import BUNDLED
from plugins.survey import Problem, required_by, survey

# What a plug-in may import of this project; docs/plugins.md says what for.
OFFERED = (
    "plugins.api",
    "plugins.testing",
    "cms.admin.audited",
    "cms.audit.log",
    "cms.calendars",
    "cms.exports",
    "cms.files.uploads",
    "cms.mail.outbox",
    "cms.pagecache.keys",
    "cms.pagecache.until",
    "cms.pagecache.version",
    "cms.pages.base",
    "cms.privacy.access",
    "cms.privacy.reasons",
    "cms.sections",
    "cms.streams.field",
)
HOST = ("plugins", "cms", "members", "events", "grants")


def third_parties() -> list[PluginConfig]:
    """Return the installed plug-ins that do not come with the host."""
    return [
        config
        for config in survey().plugins.values()
        if config.name != "cms" and config.name not in BUNDLED
    ]


@cache
def manners_problems() -> tuple[Problem, ...]:
    """Return what installed third parties lean on that may change under them."""
    return tuple(
        problem
        for config in third_parties()
        for problem in (*private_imports(config), *loose_migrations(config))
    )


def private_imports(config: PluginConfig) -> Iterator[Problem]:
    """Yield a problem for each import of another plug-in's inside or of the host's."""
    others = {other.name for other in survey().plugins.values() if other.name != config.name} - set(
        HOST
    )
    root = Path(config.path)
    for path in sorted(root.rglob("*.py")):
        if "tests" in path.relative_to(root).parts:
            continue
        for module, line in imported(path):
            if _is_within(module, config.name) or any(_is_within(module, own) for own in OFFERED):
                continue
            if any(_is_within(module, f"{other}.messages") for other in others):
                continue
            if any(_is_within(module, other) for other in (*HOST, *others)):
                yield Problem(
                    "plugins.W003",
                    config.label,
                    f"Plug-in {config.label} ({path}:{line}) imports {module}, which is private.",
                    "Use what plugins.api and the table in docs/plugins.md offer; "
                    "what is missing there lacks a contribution type.",
                )


def imported(path: Path) -> Iterator[tuple[str, int]]:
    """Yield each module a file imports, with its line; relative ones are the plug-in's own."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"), str(path))):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            # `from cms.audit import log` means cms.audit.log; of a module it means its name.
            yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)


def _is_within(module: str, package: str) -> bool:
    return f"{module}.".startswith(f"{package}.")


def loose_migrations(config: PluginConfig) -> Iterator[Problem]:
    """Yield a problem for each migration that hangs on more than the first of the host's."""
    needed = {config.label, *required_by(config.label, survey().plugins)}
    for name, label, target in _dependencies(config):
        host = label in apps.app_configs and _is_host(apps.get_app_config(label).name)
        if host and target != "__first__" and not target.startswith("0001_"):
            yield Problem(
                "plugins.E016",
                config.label,
                f"Plug-in {config.label}: its migration {name} depends on {label}.{target}, which "
                "is none of the host's first migrations.",
                f'Depend on ("{label}", "0001_initial"): later ones may be squashed.',
            )
        elif not host and label in survey().plugins and label not in needed:
            yield Problem(
                "plugins.E017",
                config.label,
                f"Plug-in {config.label}: its migration {name} depends on {label}, which it does "
                "not require.",
                f"Add {label!r} to `requires`.",
            )


def _is_host(name: str) -> bool:
    return name.partition(".")[0] in HOST


def _dependencies(config: PluginConfig) -> Iterator[tuple[str, str, str]]:
    """Yield ``(own migration, app label, migration)`` of every dependency on another app."""
    try:
        package = import_module(f"{config.name}.migrations")
    except ModuleNotFoundError:
        return
    for found in iter_modules(package.__path__):
        module = import_module(f"{config.name}.migrations.{found.name}")
        migration = getattr(module, "Migration", None)
        for label, target in getattr(migration, "dependencies", ()):
            if label not in {config.label, "__setting__"}:
                yield found.name, label, target
