"""What each contribution must hold: values of the declared types, callables the host can call.

Checked when the contributions are gathered, without calling or importing anything: a
card that takes no request is refused at the start, not by the first visitor.
"""

import inspect
import types
import typing
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields
from functools import cache
from typing import Any, TypeAliasType

from django.db.models import Model

from plugins.api import (
    Access,
    CalendarSource,
    ConsentedData,
    Contribution,
    DashboardCard,
    Dimension,
    FormSection,
    HealthCheck,
    MemberCard,
    Message,
    MessageChannel,
    NotificationTemplate,
    OrganisationSource,
    PersonalDataEraser,
    PersonalDataExporter,
    PrivateFileKind,
    Receiver,
    ReportMetric,
    RetentionRule,
    SampleData,
    ScheduledJob,
    SearchSource,
    SettingsPanel,
    Slot,
    UrlMount,
)
from plugins.typed_settings import form_fields

# What the host hands to each callable, in order; empty: it is called without arguments.
ARGUMENTS: dict[type[Contribution], dict[str, tuple[str, ...]]] = {
    DashboardCard: {"context": ("request",)},
    MemberCard: {"context": ("request",)},
    CalendarSource: {"public": (), "personal": ("user",), "addresses": ()},
    NotificationTemplate: {"complete": ("context", "language")},
    MessageChannel: {"reaches": ("recipient",), "send": ("message",)},
    PrivateFileKind: {"may_read": ("user", "stored_file")},
    SearchSource: {"documents": ("instance",)},
    HealthCheck: {"check": ()},
    Slot: {"context": ("passed",)},
    ReportMetric: {
        "measure": ("first", "last"),
        "break_down": ("dimension", "first", "last"),
        "planned": ("year", "dimension"),
        "records": ("dimension", "part", "first", "last"),
    },
    OrganisationSource: {"organisations": ("words", "limit")},
    FormSection: {"initial": ("subject",), "save": ("subject", "values", "by")},
    Receiver: {"receive": ("message",)},
    PersonalDataExporter: {"export": ("person",)},
    PersonalDataEraser: {"plan": ("person", "now"), "erase": ("person", "now")},
    ConsentedData: {"plan": ("person", "now"), "forget": ("person", "by", "now")},
    RetentionRule: {"destroy": ("before",)},
    # These two are dotted paths; plugins.paths looks at what they lead to.
    ScheduledJob: {"run": ()},
    SampleData: {"load": ("demo",)},
}


def misfits(contribution: Contribution) -> Iterator[tuple[str, str, str]]:
    """Yield ``(check id, message, hint)`` for each value that is not what it should be."""
    kind: Any = type(contribution)
    for name, hint in hints_of(kind).items():
        value = getattr(contribution, name)
        if isinstance(contribution, UrlMount) and name == "access":
            if not isinstance(value, Access):
                doors = ", ".join(f"Access.{door.name}" for door in Access)
                yield "plugins.E015", f"has no access policy, but {value!r}", f"Say one of {doors}."
        elif not fits(value, hint):
            yield (
                "plugins.E014",
                f"its {name} is {value!r}, which is no {words_of(hint)}",
                f"See {kind.__name__} in plugins.api."
                + (" A tuple of one ends with a comma." if isinstance(value, str) else ""),
            )
        elif callable(value) and name in ARGUMENTS.get(kind, {}):
            yield from _uncallable(value, name, ARGUMENTS[kind][name])
    if isinstance(contribution, ReportMetric):
        yield from _told_apart(contribution)
    if isinstance(contribution, Receiver):
        yield from _unheard(contribution)
    if isinstance(contribution, SettingsPanel) and isinstance(contribution.values, type):
        values: Any = contribution.values
        try:
            form_fields(values)
        except TypeError as error:
            hint = "Write a frozen dataclass of bool, int and str fields, each made by setting()."
            yield "plugins.E024", f"its settings cannot be kept: {error}", hint


def _told_apart(metric: ReportMetric) -> Iterator[tuple[str, str, str]]:
    """Yield a problem where a figure's dimensions and its breaking down do not go together."""
    if not fits(metric.dimensions, tuple[Dimension, ...]):
        return  # said already: of the wrong type
    hint = "Give it both dimensions and break_down, each dimension with a name of its own."
    names = [dimension.name for dimension in metric.dimensions]
    if bool(names) != (metric.break_down is not None):
        yield "plugins.E026", "it has dimensions or break_down, but not both", hint
    if len(set(names)) != len(names) or "" in names:
        yield "plugins.E026", f"its dimensions are named {names}", hint
    for dimension in metric.dimensions:
        if not callable(dimension.parts):
            yield "plugins.E013", f"the parts of {dimension.name} cannot be called", hint
        elif trouble := trouble_calling(dimension.parts, ()):
            yield (
                "plugins.E013",
                f"the parts of {dimension.name} cannot be called as parts(): {trouble}",
                "Give it no arguments.",
            )


def _unheard(receiver: Receiver[Any]) -> Iterator[tuple[str, str, str]]:
    """Yield a problem where what is received is no message, or not what the callable takes."""
    told, taken = receiver.message, _annotation(receiver.receive)
    if not (isinstance(told, type) and issubclass(told, Message)):
        return  # said already: of the wrong type
    if told is Message or "__dataclass_params__" not in vars(told):
        yield (
            "plugins.E020",
            f"its message {told.__name__} is no frozen dataclass of its own",
            "Write @dataclass(frozen=True, kw_only=True) above the class of the message.",
        )
    if isinstance(taken, type) and not issubclass(told, taken):
        yield (
            "plugins.E020",
            f"it receives {told.__name__}, but its receive takes {taken.__name__}",
            "Name the message that the function is written for.",
        )


def _annotation(call: Any) -> Any:
    """Return the declared type of a callable's only argument, None if it does not say."""
    try:
        first = next(iter(inspect.signature(call, eval_str=True).parameters.values()), None)
    except (TypeError, ValueError, NameError):
        return None
    if first is None or first.kind is first.VAR_POSITIONAL or first.annotation is Any:
        return None
    return None if first.annotation is first.empty else first.annotation


def _uncallable(
    call: Callable[..., Any], name: str, arguments: tuple[str, ...]
) -> Iterator[tuple[str, str, str]]:
    if trouble := trouble_calling(call, arguments):
        yield (
            "plugins.E013",
            f"its {name} cannot be called as {name}({', '.join(arguments)}): {trouble}",
            f"Give it exactly the arguments ({', '.join(arguments)}).",
        )


def trouble_calling(call: Callable[..., Any], arguments: tuple[str, ...]) -> str | None:
    """Return why ``call`` does not take those arguments, or None if it does (or cannot tell)."""
    try:
        signature = inspect.signature(call)
    except (TypeError, ValueError):
        return None  # a builtin that does not say
    try:
        signature.bind(*arguments)
    except TypeError as error:
        return str(error)
    if inspect.iscoroutinefunction(call):
        return "it is a coroutine function"
    return None


@cache
def hints_of(kind: Any) -> dict[str, Any]:
    """Return ``{field: declared type}`` of a contribution class."""
    hints = typing.get_type_hints(kind, localns={"Model": Model})
    return {each.name: hints[each.name] for each in fields(kind)}


def fits(value: Any, hint: Any) -> bool:
    """Return whether the value is of the declared type, as far down as a mistake is likely."""
    if isinstance(hint, TypeAliasType):
        hint = hint.__value__
    origin, inner = typing.get_origin(hint) or hint, typing.get_args(hint)
    if origin in {typing.Union, types.UnionType}:
        return any(fits(value, each) for each in inner)
    if origin in {Any, Callable}:
        return origin is Any or callable(value)
    if not isinstance(value, origin) or (origin is int and isinstance(value, bool)):
        return False
    if origin is type:
        kind = getattr(inner[0], "__bound__", inner[0])
        return kind is Any or issubclass(value, kind)
    if origin is Mapping:
        return all(fits(key, inner[0]) and fits(item, inner[1]) for key, item in value.items())
    return origin is not tuple or all(fits(item, inner[0]) for item in value)


def words_of(hint: Any) -> str:
    """Return a declared type as an author would write it."""
    if isinstance(hint, TypeAliasType):
        return str(hint.__name__)
    if typing.get_origin(hint) is None:
        return str(getattr(hint, "__name__", hint))
    return str(hint).replace("collections.abc.", "").replace("typing.", "")
