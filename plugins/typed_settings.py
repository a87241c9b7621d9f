"""Settings of a plug-in that staff may change while the site runs.

A plug-in declares a frozen dataclass whose fields are made by ``setting`` and contributes
it as a ``SettingsPanel``; the host shows one form for it. ``current(MySettings)`` returns
the values in force: stored in one row, read once in some seconds by each process
(``PLUGIN_STATE_SECONDS``), so asking costs nothing.

What is stored outlives upgrades: a value that is missing, or that the field no longer
allows, is the field's default.
"""

import time
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import asdict, dataclass, field, fields
from functools import cache
from typing import Any, get_type_hints

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.utils import OperationalError, ProgrammingError
from django.dispatch import Signal
from django.utils.functional import Promise

settings_changed = Signal()
"""Sent inside the transaction with ``state`` (the row), ``before`` and ``after`` (the fields
that differ, as plain values) and ``by``."""

LONGEST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What staff read of one field, and what it may be."""

    label: str | Promise
    help_text: str | Promise = ""
    minimum: int | None = None
    maximum: int | None = None
    longest: int = LONGEST
    choices: Sequence[tuple[str, str | Promise]] = ()
    is_email: bool = False


def setting(label: str | Promise, *, default: bool | int | str, **limits: Any) -> Any:
    """Return a dataclass field of type bool, int or str; the default must keep the limits.

    ``help_text``; for int ``minimum`` and ``maximum``; for str ``longest`` (characters),
    ``choices`` or ``is_email``; a str may be left empty if its default is.
    """
    return field(default=default, metadata={"setting": Setting(label=label, **limits)})


@cache
def form_fields(values: Any) -> dict[str, forms.Field]:
    """Return ``{name: form field}`` of a settings class; raises TypeError if it is none.

    The fields both show the form and judge what is stored.
    """
    made_by = vars(values).get("__dataclass_params__")
    if made_by is None or not made_by.frozen:
        raise TypeError(f"{values.__name__} is no frozen dataclass")
    hints = get_type_hints(values)
    made = {}
    for each in fields(values):
        said = each.metadata.get("setting")
        if said is None:
            raise TypeError(f"its {each.name} is not made by setting()")
        made[each.name] = _form_field(each.name, hints[each.name], each.default, said)
    return made


def _form_field(name: str, kind: Any, default: Any, said: Setting) -> forms.Field:
    words: dict[str, Any] = {"label": said.label, "help_text": said.help_text, "initial": default}
    if kind not in {bool, int, str} or type(default) is not kind:
        raise TypeError(f"its {name} is a {kind!r} with the default {default!r}")
    made: forms.Field
    if kind is bool:
        return forms.BooleanField(required=False, **words)
    if kind is int:
        made = forms.IntegerField(min_value=said.minimum, max_value=said.maximum, **words)
    elif said.choices:
        made = forms.ChoiceField(choices=list(said.choices), required=default != "", **words)
    else:
        text = forms.EmailField if said.is_email else forms.CharField
        made = text(max_length=said.longest, required=default != "", **words)
    try:
        made.clean(default)
    except ValidationError as error:
        raise TypeError(f"its {name} has the default {default!r}: {error.messages[0]}") from error
    return made


def current[Values](values: type[Values]) -> Values:
    """Return the settings of that class as they are in force, complete and within their limits."""
    rows = _read()
    if values not in rows.made:
        rows.made[values] = _from_stored(values, rows.stored.get(_label_of(values), {}))
    found: Values = rows.made[values]
    return found


def _from_stored(values: Any, stored: Mapping[str, Any]) -> Any:
    kept = {}
    for name, made in form_fields(values).items():
        value = stored.get(name)
        if type(value) is not type(made.initial):
            continue
        try:
            kept[name] = made.clean(value)
        except ValidationError:
            continue
    return values(**kept)


def _label_of(values: type[Any]) -> str:
    from plugins.api import SettingsPanel
    from plugins.registry import registry

    for label, panel in registry().by_kind.get(SettingsPanel, ()):
        if isinstance(panel, SettingsPanel) and panel.values is values:
            return label
    raise LookupError(f"No SettingsPanel of {values.__name__} is installed.")


# --- What is stored --------------------------------------------------------------------


@dataclass(slots=True)
class _Rows:
    """Everything stored, read at one time, and the settings made of it so far."""

    at: float
    stored: dict[str, dict[str, Any]]
    made: dict[type[Any], Any] = field(default_factory=dict)


_known: _Rows | None = None
_forgotten = 0


def _read() -> _Rows:
    global _known
    known, now = _known, time.monotonic()
    if known is not None and now - known.at < getattr(settings, "PLUGIN_STATE_SECONDS", 2):
        return known
    begun = _forgotten
    try:
        rows = _Rows(now, _stored())
    except (OperationalError, ProgrammingError):
        if known is not None:
            return known
        if _table_exists():
            raise
        return _Rows(now, {})  # before the migration everything is as by default
    if begun == _forgotten:  # else somebody changed them while this was read
        _known = rows
    return rows


def _stored() -> dict[str, dict[str, Any]]:
    from plugins.models import PluginSettings

    # In a savepoint where there is a transaction: PostgreSQL gives up one that met an error.
    with transaction.atomic() if connection.in_atomic_block else nullcontext():
        return dict(PluginSettings.objects.values_list("label", "values"))


def _table_exists() -> bool:
    from plugins.models import PluginSettings

    return PluginSettings._meta.db_table in connection.introspection.table_names()


def forget() -> None:
    """Read the settings anew at the next question in this process."""
    global _known, _forgotten
    _known = None
    _forgotten += 1


def store(values: Any, *, by: Any) -> list[str]:
    """Put the settings in force, in one transaction; return the names of those that changed.

    ``values`` is one of the settings class, whose fields hold what the form allows. The
    receivers of ``settings_changed`` write the audit log and renew the public pages.
    """
    from plugins.models import PluginSettings

    kind, label = type(values), _label_of(type(values))
    with transaction.atomic():
        PluginSettings.objects.get_or_create(label=label)
        row = PluginSettings.objects.select_for_update().get(label=label)
        was, wanted = asdict(_from_stored(kind, row.values)), asdict(values)
        changed = [name for name in wanted if wanted[name] != was[name]]
        if changed:
            row.values = wanted
            row.save()
            settings_changed.send(
                sender=kind,
                state=row,
                before={name: was[name] for name in changed},
                after={name: wanted[name] for name in changed},
                by=by,
            )
            transaction.on_commit(forget)
    forget()
    return changed
