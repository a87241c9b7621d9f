"""The checks of the kit: each returns what is wrong in words, an empty list if nothing is.

Plain functions, so that each can be shown a plug-in that breaks the rule, and be seen to say so.
"""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ProjectState
from django.db.models import ProtectedError, RestrictedError
from django.shortcuts import resolve_url
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from plugins.api import Access, MessageChannel, PluginConfig, Recipient
from plugins.checks import check_plugins
from plugins.state import is_enabled
from plugins.survey import make_survey, required_by, survey
from plugins.switches import switch
from plugins.testing.addresses import Address

# Asked of a fresh process, in which the plug-in comes before all it leans on.
ALONE = """
import django; django.setup()
from django.core.management import call_command
call_command("check", fail_level="WARNING", verbosity=0)
"""
# What the policy of the public site forbids: scripts of its own (data are none), styles, handlers.
INLINE = re.compile(
    rb"<script(?![^>]*\bsrc=)(?![^>]*\btype=\"application)[^>]*>\s*\S"
    rb"|<style[\s>]|<[^>]+\s(?:style|on[a-z]+)=\"",
    re.IGNORECASE,
)
SERVER_ERROR = 500
OK = 200
CLOSED = frozenset({403, 404, 405})
REDIRECTS = frozenset({301, 302})

type Snapshot = dict[str, list[tuple[str, ...]]]


def contract_faults(config: PluginConfig) -> list[str]:
    """Return the problems the system checks have with the plug-in, warnings too."""
    return [
        f"({message.id}) {message.msg} {message.hint}"
        for message in check_plugins()
        if message.obj in {config.label, config.name}
    ]


def order_faults(config: PluginConfig, others: Iterable[PluginConfig]) -> list[str]:
    """Return what the plug-in contributes differently when it comes first, last or again."""
    rest = [other for other in others if other.label != config.label]
    heard = [
        {key for key, (label, _item) in make_survey(order).by_key.items() if label == config.label}
        for order in ([config, *rest], [*rest, config], [config, *reversed(rest)])
    ]
    return [] if heard[0] == heard[1] == heard[2] else [f"It contributes {heard} in turn."]


def channel_faults(label: str) -> list[str]:
    """Return which of its channels claim to reach somebody of whom nothing is known."""
    nobody = Recipient(name="Kit", language="ko")
    return [
        f"{channel.key} says it reaches somebody without any address: {said!r}."
        for owner, channel in survey().by_kind.get(MessageChannel, ())
        if owner == label and isinstance(channel, MessageChannel)
        if (said := channel.reaches(nobody)) is not False
    ]


def alone_faults(
    config: PluginConfig, plugins: dict[str, PluginConfig], *, path: str = ""
) -> list[str]:
    """Return what a site says that has only this plug-in and what it requires, in the wrong order.

    ``path`` is put in front of the module path of the new process.
    """
    needed = required_by(config.label, plugins)
    names = [config.name, *(plugins[label].name for label in plugins if label in needed)]
    environment = {
        **{name: value for name, value in os.environ.items() if name != "DATABASE_URL"},
        "PLUGINS": ",".join(names),
        "DJANGO_SETTINGS_MODULE": "cms.settings.test",
        "PYTHONPATH": os.pathsep.join([path, *sys.path]),
    }
    done = subprocess.run(
        [sys.executable, "-c", ALONE],
        env=environment,
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    return [] if done.returncode == 0 else [f"With PLUGINS={','.join(names)}: {done.stderr[-800:]}"]


def migration_faults(label: str) -> list[str]:
    """Take the plug-in's migrations to zero and back; return what did not come back as it was.

    Needs a test that may commit. The database is whole afterwards, whatever happens.
    """
    executor = MigrationExecutor(connection)
    leaves = executor.loader.graph.leaf_nodes()
    state = executor.loader.project_state()
    with translation.override(None):  # words that are translated would count as changed
        changes = MigrationAutodetector(state, ProjectState.from_apps(apps)).changes(
            executor.loader.graph, trim_to_apps={label}
        )
    faults = [
        f"No migration knows of: {operation.describe()}."
        for migration in changes.get(label, ())
        for operation in migration.operations
    ]
    before = _tables(label)
    try:
        executor.migrate([(label, None)])
        left = _tables(label)
        faults += [f"At zero its table {name} is still there." for name in left]
    except Exception as error:  # noqa: BLE001 - whatever it is, the author reads it
        faults.append(f"Its migrations cannot be taken back: {error!r}.")
    finally:
        MigrationExecutor(connection).migrate(leaves)
    if _tables(label) != before:
        faults.append(f"Zero and back, its tables differ: {before} is now {_tables(label)}.")
    return faults


def _tables(label: str) -> dict[str, list[str]]:
    own = {model._meta.db_table for model in apps.get_app_config(label).get_models(True)}  # noqa: FBT003 - include_auto_created
    with connection.cursor() as cursor:
        there = own & set(connection.introspection.table_names(cursor))
        return {
            name: sorted(
                column.name
                for column in connection.introspection.get_table_description(cursor, name)
            )
            for name in sorted(there)
        }


def snapshot(label: str) -> Snapshot:
    """Return every row of every table of the plug-in."""
    return {
        model._meta.label: [
            # As a fixture would hold it: two values of a page's body are never the same object.
            tuple(field.value_to_string(row) for field in model._meta.concrete_fields)
            for row in model._base_manager.order_by("pk")
        ]
        for model in apps.get_app_config(label).get_models(include_auto_created=True)
    }


def switching_faults(label: str) -> list[str]:
    """Switch the plug-in off and on; return where its data differ, or that it did not switch."""
    before, faults = snapshot(label), []
    if not any(before.values()) and before:
        faults.append("`make_rows` makes none of its records, so nothing was looked at.")
    for enabled in (False, True):
        switch(label, enabled=enabled, by=None)
        if is_enabled(label) is not enabled:
            faults.append(f"Switched {'on' if enabled else 'off'}, it is not.")
        after = snapshot(label)
        faults += [
            f"Switched {'on' if enabled else 'off'}, the rows of {name} differ."
            for name in before
            if after[name] != before[name]
        ]
    return faults


def deletion_faults(label: str) -> list[str]:
    """Delete what its rows point to, while it is off; return where that breaks.

    A protected key is the plug-in's right; anything else (a constraint that no longer holds, a
    receiver that takes the plug-in to be on) would break the host's own screens.
    """
    faults = []
    switch(label, enabled=False, by=None)
    for model in apps.get_app_config(label).get_models():
        for field in model._meta.concrete_fields:
            target = field.related_model
            if not isinstance(target, type) or target._meta.app_label == label:
                continue
            row = model._base_manager.exclude(**{field.name: None}).first()
            try:
                with transaction.atomic():
                    if row is not None:
                        getattr(row, field.name).delete()
                        connection.check_constraints()
                    transaction.set_rollback(True)
            except (ProtectedError, RestrictedError):
                continue
            except Exception as error:  # noqa: BLE001 - whatever it is, the author reads it
                said = f"{target._meta.label} that {model._meta.label}.{field.name} points to"
                faults.append(f"While it is off, a {said} cannot be deleted: {error!r}.")
    return faults


def door_faults(addresses: Iterable[Address]) -> list[str]:
    """Ask for every address as nobody in particular; return where the door was not as declared."""
    faults = []
    login = resolve_url(settings.LOGIN_URL)
    for address in addresses:
        for method in ("GET", "HEAD", "POST"):
            answer = Client(raise_request_exception=False).generic(method, address.path)
            status, to_login = answer.status_code, login in answer.get("Location", "")
            said = f"{method} {address.path} answers anyone with {status}"
            if status >= SERVER_ERROR:
                faults.append(f"{said}.")
            elif address.access in {Access.MEMBER, Access.STAFF} and not (
                status in CLOSED or (status in REDIRECTS and to_login)
            ):
                faults.append(f"{said}, though it is declared {address.access}.")
    return faults


def query_faults(
    visits: Iterable[tuple[Client, str]], make_rows: Callable[[int], None]
) -> list[str]:
    """Return which lists ask the database more often the more rows there are (1, 3, 9)."""
    visits = list(visits)
    counts: dict[str, list[int]] = {path: [] for _client, path in visits}
    for more in (1, 2, 6):
        make_rows(more)
        for client, path in visits:
            client.get(path)  # what is remembered between requests is none of the list's
            with CaptureQueriesContext(connection) as queries:
                client.get(path)
            counts[path].append(len(queries))
    return [
        f"{path} asks {' then '.join(map(str, asked))} times for 1, 3 and 9 rows."
        for path, asked in counts.items()
        if len(set(asked)) > 1
    ]


def page_faults(visits: Iterable[tuple[Client, Callable[[], str]]]) -> list[str]:
    """Open each page in every language; return what fails, and what the CSP would break."""
    faults = []
    for client, path_of in visits:
        for language, _name in settings.LANGUAGES:
            with translation.override(language):
                path = path_of()
            answer = client.get(path, headers={"accept-language": language}, follow=False)
            faults += [f"{path} ({language}): {fault}" for fault in _faults_of(answer, language)]
    return faults


def _faults_of(answer: Any, language: str) -> Iterator[str]:
    if answer.status_code >= SERVER_ERROR:
        yield f"answers {answer.status_code}."
    if answer.status_code != OK or "text/html" not in answer.get("Content-Type", ""):
        return
    policy = answer.get("Content-Security-Policy", "")
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if b"<html" in body and f'lang="{language}"'.encode() not in body:
        yield f'is no page in that language (no lang="{language}").'
    if not policy:
        yield "has no Content-Security-Policy."
    elif "unsafe-inline" not in policy and (inline := INLINE.search(body)):
        yield f"has inline script or style, which the policy forbids: {inline[0][:80]!r}."
