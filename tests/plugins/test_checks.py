import pytest
from django.core.checks import Error
from django.core.exceptions import ImproperlyConfigured

from plugins import checks, paths, survey
from plugins.api import AdminMenuGroup, HealthCheck
from plugins.paths import problem_of_path


@pytest.fixture
def installed(monkeypatch):
    """Pretend that just these plug-ins are installed."""

    def pretend(*configs):
        found = survey.make_survey(list(configs))
        for module in (checks, paths):
            monkeypatch.setattr(module, "survey", lambda: found)
        paths.path_problems.cache_clear()

    yield pretend
    monkeypatch.undo()
    paths.path_problems.cache_clear()


def test_check_passes_on_the_installed_plugins():
    assert checks.check_plugins() == []


def test_check_reports_problems_as_errors_with_id_and_hint(installed, plugin):
    installed(plugin("one", requires=("two",)))
    assert checks.check_plugins() == [
        Error(
            "Plug-in one requires two, which is not installed.",
            hint="Add it to PLUGINS, or take one out.",
            obj="one",
            id="plugins.E006",
        )
    ]


def test_check_reports_a_path_that_cannot_be_imported(installed, plugin):
    path = "tests.plugins.nowhere.Viewset"
    group = AdminMenuGroup(key="one.menu", label="One", icon="cog", viewsets=(path,))
    installed(plugin("one", group))
    [error] = checks.check_plugins()
    assert (error.id, error.obj) == ("plugins.E010", "one")
    assert error.msg.startswith(f"Plug-in one, one.menu: {path} cannot be imported: ")


def test_a_start_without_checks_refuses_a_broken_plugin(installed, plugin):
    installed(plugin("one", HealthCheck(key="two.a", check=lambda: None)))
    with pytest.raises(
        ImproperlyConfigured, match=r"^\(plugins.E004\) Plug-in one: .*Begin the key"
    ):
        checks.refuse_broken_plugins()


@pytest.mark.parametrize("path", ["plugins.api", "plugins.api.UrlMount", "django.urls.path"])
def test_paths_of_modules_and_objects_are_found(path):
    assert problem_of_path(path) is None


def test_problem_of_path_names_file_and_line_of_a_module_that_raises(tmp_path, monkeypatch):
    (tmp_path / "raising_plugin.py").write_text("x = 1\ny = x / 0\n")
    monkeypatch.syspath_prepend(tmp_path)
    assert problem_of_path("raising_plugin.Viewset") == (
        "raising_plugin.Viewset cannot be imported: "
        "ZeroDivisionError('division by zero') (raising_plugin.py:2)."
    )


def test_problem_of_path_does_not_hide_a_missing_import_inside(tmp_path, monkeypatch):
    (tmp_path / "needy_plugin.py").write_text("import no_such_module_anywhere\n")
    monkeypatch.syspath_prepend(tmp_path)
    assert "no_such_module_anywhere" in problem_of_path("needy_plugin.Viewset")
