import logging

import pytest

from plugins import registry, survey
from plugins.api import AuditFormatter, DashboardCard, HealthCheck
from plugins.registry import contribution, contributions, guarded
from plugins.state import remember


@pytest.fixture
def two_plugins(monkeypatch, plugin):
    one = plugin(
        "one",
        HealthCheck(key="one.health", check=lambda: None),
        AuditFormatter(key="one.words", actions={"one.did": "did"}),
    )
    two = plugin(
        "two",
        HealthCheck(key="two.health", check=lambda: None, order=1),
        DashboardCard(
            key="two.card", template="", context=lambda _r: {}, requires_permission="two.see"
        ),
    )
    found = survey.make_survey([one, two])
    monkeypatch.setattr(registry, "registry", lambda: found)
    return found


class Person:
    def __init__(self, *permissions):
        self.permissions = permissions

    def has_perm(self, name):
        return name in self.permissions


def test_contributions_come_in_order(two_plugins):
    assert [item.key for item in contributions(HealthCheck)] == ["two.health", "one.health"]


def test_a_disabled_plugin_hides_what_hides_and_keeps_what_keeps(two_plugins):
    remember(frozenset({"one"}))
    assert [item.key for item in contributions(HealthCheck)] == ["two.health"]
    assert [item.key for item in contributions(AuditFormatter)] == ["one.words"]


def test_contributions_ask_for_the_permission_of_a_user(two_plugins):
    assert [item.key for item in contributions(DashboardCard, Person())] == []
    assert [item.key for item in contributions(DashboardCard, Person("two.see"))] == ["two.card"]
    assert [item.key for item in contributions(DashboardCard)] == ["two.card"]


def test_contribution_finds_by_kind_and_key(two_plugins):
    assert contribution(HealthCheck, "one.health").key == "one.health"
    with pytest.raises(LookupError, match=r"^No DashboardCard 'one\.health' is installed"):
        contribution(DashboardCard, "one.health")


def test_a_failing_contribution_is_logged_with_its_plugin_and_left_out(
    two_plugins, settings, caplog
):
    settings.PLUGINS_RAISE = False
    card = contribution(DashboardCard, "two.card")
    with caplog.at_level(logging.ERROR, "pumasi.plugins"):
        assert guarded(card, lambda: 1 / 0) is None
    [record] = caplog.records
    assert record.getMessage().startswith("Plug-in two: its contribution two.card failed at ")
    assert record.getMessage().endswith(", or run `manage.py plugins disable two`.")
    assert caplog.records[0].exc_info[0] is ZeroDivisionError


def test_a_failing_contribution_is_raised_in_tests(two_plugins):
    with pytest.raises(ZeroDivisionError):
        guarded(contribution(DashboardCard, "two.card"), lambda: 1 / 0)
