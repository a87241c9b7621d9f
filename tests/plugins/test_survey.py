import pytest

from plugins.api import (
    Access,
    AdminMenuGroup,
    AuditFormatter,
    Contribution,
    HealthCheck,
    Role,
    UrlMount,
)
from plugins.survey import make_survey, required_by


def mount(key: str, **changes) -> UrlMount:
    values = {
        "prefix": "classes/",
        "urlconf": "tests.plugins.urls",
        "namespace": key.partition(".")[0],
        "access": Access.PUBLIC,
    }
    return UrlMount(key=key, **(values | changes))


def ids(*configs) -> list[tuple[str, str]]:
    return [(problem.id, problem.plugin) for problem in make_survey(list(configs)).problems]


def test_survey_sorts_by_order_then_key(plugin):
    late = HealthCheck(key="one.a", check=lambda: None, order=200)
    early = HealthCheck(key="two.z", check=lambda: None, order=1)
    same = HealthCheck(key="one.b", check=lambda: None, order=200)
    survey = make_survey([plugin("one", same, late), plugin("two", early)])
    assert survey.problems == ()
    assert survey.by_kind == {HealthCheck: (("two", early), ("one", late), ("one", same))}
    assert survey.by_key == {
        "one.b": ("one", same),
        "one.a": ("one", late),
        "two.z": ("two", early),
    }


@pytest.mark.parametrize("level", [-1, 2, 99])
def test_survey_refuses_an_api_level_not_offered(plugin, level):
    assert ids(plugin("one", api=level)) == [("plugins.E001", "one")]


@pytest.mark.parametrize("level", [0, 1])
def test_survey_accepts_this_api_level_and_the_one_before(plugin, level):
    assert ids(plugin("one", api=level)) == []


def test_survey_names_the_plugin_whose_contributions_raise(plugin):
    def contributions(self):
        raise RuntimeError("no luck")

    broken = plugin("one", contributions=contributions)
    survey = make_survey([broken, plugin("two", HealthCheck(key="two.a", check=lambda: None))])
    assert [problem.id for problem in survey.problems] == ["plugins.E002"]
    assert survey.problems[0].message == (
        "Plug-in one (/one) cannot say what it adds: RuntimeError('no luck')."
    )
    assert list(survey.by_key) == ["two.a"]


def test_survey_refuses_what_is_no_known_contribution(plugin):
    class Own(HealthCheck):
        pass

    assert ids(
        plugin("one", "a string"),
        plugin("two", Contribution(key="two.a")),
        plugin("three", Own(key="three.a", check=lambda: None)),
    ) == [("plugins.E003", "one"), ("plugins.E003", "two"), ("plugins.E003", "three")]


@pytest.mark.parametrize("key", ["two.a", "one", "one.", "onemore.a", ""])
def test_survey_refuses_a_key_outside_the_plugins_namespace(plugin, key):
    survey = make_survey([plugin("one", AuditFormatter(key=key, actions={}))])
    assert [problem.id for problem in survey.problems] == ["plugins.E004"]
    assert survey.by_key == {}


def test_survey_refuses_a_key_given_twice(plugin):
    card = AuditFormatter(key="one.a", actions={})
    assert ids(plugin("one", card, card)) == [("plugins.E005", "one")]


def test_survey_reports_a_missing_requirement_without_contributions_too(plugin):
    assert ids(plugin("one", requires=("two",))) == [("plugins.E006", "one")]


def test_survey_reports_a_circle_once_for_each_plugin_in_it(plugin):
    assert ids(
        plugin("one", requires=("two",)),
        plugin("two", requires=("three",)),
        plugin("three", requires=("one",)),
        plugin("four", requires=("one",)),
    ) == [("plugins.E007", "one"), ("plugins.E007", "two"), ("plugins.E007", "three")]


def test_required_by_follows_the_chain(plugin):
    plugins = {
        "one": plugin("one", requires=("two",)),
        "two": plugin("two", requires=("three",)),
        "three": plugin("three"),
    }
    assert required_by("one", plugins) == {"two", "three"}


@pytest.mark.parametrize(
    "prefix", ["/classes/", "classes", "", "admin/", "admin/classes/", "accounts/x/"]
)
def test_survey_refuses_a_prefix_that_is_malformed_or_the_hosts(plugin, prefix):
    assert ids(plugin("one", mount("one.a", prefix=prefix))) == [("plugins.E008", "one")]


@pytest.mark.parametrize("prefix", ["classes/", "my/classes/", "calendar.ics"])
def test_survey_accepts_a_plain_prefix(plugin, prefix):
    assert ids(plugin("one", mount("one.a", prefix=prefix))) == []


def test_survey_refuses_a_prefix_or_namespace_another_has(plugin):
    assert ids(
        plugin("one", mount("one.a")),
        plugin("two", mount("two.a")),
        plugin("three", mount("three.a", prefix="other/", namespace="one")),
    ) == [("plugins.E008", "two"), ("plugins.E009", "three")]


def test_survey_refuses_an_empty_staff_group(plugin):
    group = AdminMenuGroup(key="one.menu", label="One", icon="cog", viewsets=())
    assert ids(plugin("one", group)) == [("plugins.E011", "one")]


def test_survey_refuses_a_role_nobody_has(plugin):
    role = Role(key="one.role", role="director", permissions=())
    assert ids(plugin("one", role)) == [("plugins.E012", "one")]


def test_every_problem_says_the_way_out(plugin):
    survey = make_survey([plugin("one", "nothing", api=1, requires=("gone",))])
    assert [bool(problem.hint) for problem in survey.problems] == [True, True]
