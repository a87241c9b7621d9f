"""What is wrong with a contribution's values and callables, seen when it is gathered."""

import builtins
from collections.abc import Callable, Mapping
from datetime import timedelta

import pytest
from django.utils.translation import gettext_lazy

from plugins.api import (
    Access,
    AdminMenuGroup,
    AuditFormatter,
    CalendarSource,
    ContentBlock,
    DashboardCard,
    Dimension,
    FormPlace,
    FormSection,
    HealthCheck,
    MemberCard,
    OrganisationSource,
    PrivateFileKind,
    ReportMetric,
    Role,
    ScheduledJob,
    SearchSource,
    Slot,
    SlotPlace,
    Text,
    UrlMount,
)
from plugins.contract import ARGUMENTS, fits, hints_of, trouble_calling
from plugins.registry import registry
from plugins.survey import KNOWN_KINDS, make_survey


def problems(plugin, *given) -> list[tuple[str, str]]:
    found = make_survey([plugin("one", *given)]).problems
    assert all(problem.hint for problem in found)
    return [(problem.id, problem.message) for problem in found]


def file_kind(**changes) -> PrivateFileKind:
    values = {"label": "A", "extensions": ("pdf",), "max_bytes": 1, "may_read": lambda u, f: True}
    return PrivateFileKind(key="one.file", **(values | changes))


@pytest.mark.parametrize(
    "given",
    [
        DashboardCard(key="one.a", template="a.html", context=lambda: None),
        MemberCard(key="one.a", template="a.html", context=lambda request, user: {}),
        CalendarSource(key="one.a", label="A", public=lambda user: None),
        CalendarSource(key="one.a", label="A", personal=lambda: None),
        CalendarSource(key="one.a", label="A", addresses=lambda user: ()),
        SearchSource(key="one.a", model="a.B", documents=lambda: ()),
        HealthCheck(key="one.a", check=lambda request: None),
        file_kind(may_read=lambda user: True),
    ],
)
def test_a_callable_the_host_cannot_call_is_refused(plugin, given):
    [(id_, message)] = problems(plugin, given)
    assert id_ == "plugins.E013"
    assert message.startswith(f"Plug-in one, {given.key}: its ")
    assert "cannot be called as " in message


@pytest.mark.parametrize(
    "call",
    [
        lambda request: {},
        lambda *arguments: {},
        lambda request, extra=None: {},
        type("Card", (), {"__call__": lambda self, request: {}})(),
        type("Card", (), {"context": lambda self, request: {}})().context,
    ],
)
def test_whatever_takes_the_arguments_will_do(plugin, call):
    assert problems(plugin, DashboardCard(key="one.a", template="a.html", context=call)) == []


def test_a_coroutine_is_no_callable_for_the_host():
    async def check():
        return None

    assert trouble_calling(check, ()) == "it is a coroutine function"


def test_what_does_not_tell_its_signature_is_let_pass():
    assert trouble_calling(builtins.dict, ("a",)) is None


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (AdminMenuGroup(key="one.a", label="A", icon="a", viewsets="a.B"), "its viewsets is 'a.B'"),
        (AdminMenuGroup(key="one.a", label="A", icon="a", viewsets=("a.B", 1)), "its viewsets is"),
        (AuditFormatter(key="one.a", actions={"one.did": 1}), "its actions is"),
        (AuditFormatter(key="one.a", actions=[("one.did", "did")]), "its actions is"),
        (HealthCheck(key="one.a", check=lambda: None, order="first"), "its order is 'first'"),
        (HealthCheck(key="one.a", check="a.b"), "its check is 'a.b'"),
        (ScheduledJob(key="one.a", run="a.b", every=60), "its every is 60"),
        (ScheduledJob(key="one.a", run=print, every=timedelta(hours=1)), "its run is"),
        (file_kind(max_bytes=True), "its max_bytes is True"),
        (file_kind(extensions=["pdf"]), "its extensions is ['pdf']"),
        (Role(key="one.a", role="editor", permissions="one.add"), "its permissions is 'one.add'"),
    ],
)
def test_a_value_of_the_wrong_type_is_refused(plugin, given, words):
    [(id_, message)] = problems(plugin, given)
    assert (id_, words in message) == ("plugins.E014", True), message


@pytest.mark.parametrize("access", [None, "public", True])
def test_a_mount_without_an_access_policy_is_refused(plugin, access):
    mount = UrlMount(
        key="one.a", prefix="one/", urlconf="tests.plugins", namespace="one", access=access
    )
    assert problems(plugin, mount) == [
        ("plugins.E015", f"Plug-in one, one.a: has no access policy, but {access!r}.")
    ]


SLOT = {"template": "a.html", "context": lambda passed: {}}
SECTION = {"title": "A", "fields": "a.B", "initial": lambda s: {}, "save": lambda s, v, by: None}


@pytest.mark.parametrize(
    ("given", "works_with", "id_"),
    [
        (Slot(key="one.a", place="one.spot", **SLOT), (), None),
        (Slot(key="one.a", place="one.sopt", **SLOT), (), "plugins.E021"),
        (Slot(key="one.a", place="one.ask", **SLOT), (), "plugins.E021"),
        (Slot(key="one.a", place="two.spot", **SLOT), (), "plugins.E021"),
        (Slot(key="one.a", place="two.spot", **SLOT), ("two",), None),
        (
            Slot(key="one.a", place="one.spot", requires_permission="a.b", **SLOT),
            (),
            "plugins.E022",
        ),
        (FormSection(key="one.a", form="one.ask", **SECTION), (), None),
        (FormSection(key="one.a", form="one.aks", **SECTION), (), "plugins.E021"),
    ],
)
def test_what_has_no_place_to_stand_at_is_refused(plugin, given, works_with, id_):
    places = (
        SlotPlace(key="one.spot", passes={"toy": "a toy"}),
        FormPlace(key="one.ask", label="A", subject="a toy"),
    )
    found = make_survey([plugin("one", given, *places, works_with=works_with)]).problems
    assert [problem.id for problem in found] == ([id_] if id_ else [])
    assert all("one." in problem.hint or "personal" in problem.hint for problem in found)


def test_requires_must_be_a_tuple_of_labels(plugin):
    [problem] = make_survey([plugin("one", requires="members")]).problems
    assert (problem.id, "comma" in problem.hint) == ("plugins.E014", True)


def test_a_block_name_another_has_is_refused(plugin):
    block = "wagtail.blocks.CharBlock"
    found = make_survey(
        [
            plugin("one", ContentBlock(key="one.a", name="shelf", block=block)),
            plugin("two", ContentBlock(key="two.a", name="shelf", block=block)),
        ]
    )
    assert [problem.message for problem in found.problems] == [
        "Plug-in two, two.a: the block name 'shelf' is one.a's."
    ]
    assert found.problems[0].id == "plugins.E018"


def test_a_key_that_is_no_text_is_refused(plugin):
    assert [id_ for id_, _message in problems(plugin, HealthCheck(key=7, check=lambda: None))] == [
        "plugins.E004"
    ]


@pytest.mark.parametrize(
    ("value", "hint", "fit"),
    [
        ("a", Text, True),
        (gettext_lazy("a"), Text, True),
        (1, Text, False),
        (None, Callable[[], int] | None, True),
        (1, Callable[[], int] | None, False),
        ({"a": "b"}, Mapping[str, str], True),
        ({1: "b"}, Mapping[str, str], False),
        ({"a": 1}, Mapping[str, str], False),
        (("a",), tuple[str, ...], True),
        (("a", 1), tuple[str, ...], False),
        (Access.PUBLIC, Access, True),
        (False, int, False),
    ],
)
def test_fits(value, hint, fit):
    assert fits(value, hint) is fit


def test_every_declared_callable_has_its_arguments_named():
    declared = {
        (kind, name)
        for kind in KNOWN_KINDS
        for name, hint in hints_of(kind).items()
        if "Callable" in str(hint)
    }
    named = {(kind, name) for kind, calls in ARGUMENTS.items() for name in calls}
    assert declared <= named


def test_everything_installed_is_as_declared():
    assert registry().problems == ()


def kinds(*names: str) -> tuple[Dimension, ...]:
    return tuple(Dimension(name=name, label="Kind", parts=dict) for name in names)


def metric(**values) -> ReportMetric:
    return ReportMetric(
        key="one.lent", label="Lent", unit="toys", measure=lambda first, last: 0, **values
    )


def test_a_plain_figure_and_one_told_apart_are_welcome(plugin):
    told = metric(
        dimensions=kinds("kind", "size"),
        break_down=lambda dimension, first, last: {},
        planned=lambda year, dimension: {},
        records=lambda dimension, part, first, last: "",
    )
    for given in (metric(), told):
        assert problems(plugin, given) == []


@pytest.mark.parametrize(
    ("given", "id_"),
    [
        (metric(dimensions=kinds("kind")), "plugins.E026"),
        (metric(break_down=lambda dimension, first, last: {}), "plugins.E026"),
        (
            metric(dimensions=kinds("a", "a"), break_down=lambda dimension, first, last: {}),
            "plugins.E026",
        ),
        (
            metric(dimensions=kinds("a"), break_down=lambda first, last: {}),
            "plugins.E013",
        ),
        (metric(planned=lambda year: {}), "plugins.E013"),
        (metric(records=lambda part: ""), "plugins.E013"),
        (
            metric(
                dimensions=(Dimension(name="a", label="A", parts=lambda year: {}),),
                break_down=lambda dimension, first, last: {},
            ),
            "plugins.E013",
        ),
        (OrganisationSource(key="one.a", label="A", organisations=lambda: ()), "plugins.E013"),
        (
            OrganisationSource(
                key="one.a", label="A", organisations=lambda words, limit: (), contacts_permission=1
            ),
            "plugins.E014",
        ),
    ],
)
def test_what_a_figure_or_a_source_says_wrongly_is_refused(plugin, given, id_):
    [(found, _message)] = problems(plugin, given)
    assert found == id_
