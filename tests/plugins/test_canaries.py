"""The kit sees an exporter that forgets a field, and an eraser that leaves one."""

import pytest
from django.utils import timezone

from members import personal as members
from members.models import Child
from plugins.api import DataSection
from plugins.registry import registry
from plugins.testing import canaries
from tests.members.factories import ChildFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    user = UserFactory()
    ChildFactory(parent=user)
    return user


def broken(monkeypatch, key, name, function):
    """Let one callable of a contribution be another one."""
    monkeypatch.setitem(registry().by_key[key][1].__dict__, name, function)


def test_an_exporter_that_forgets_a_field_is_a_fault(person, monkeypatch):
    planted = canaries.plant("members", person)
    assert {"members.User.phone", "members.Child.name"} <= {one.field for one in planted}
    person.refresh_from_db()
    assert canaries.export_faults("members", person, planted) == []

    def forgets(_person):
        yield DataSection(title="Account", rows=[{"name": _person.name}])

    broken(monkeypatch, "members.data", "export", forgets)
    faults = canaries.export_faults("members", person, planted)
    assert (
        "What it exports of a person lacks members.Child.name: yield it, or say in `exempt` "
        "why not." in faults
    )
    assert not [fault for fault in faults if "members.User.name" in fault or "password" in fault]


def test_an_eraser_that_leaves_a_field_is_a_fault(person, monkeypatch):
    planted = canaries.plant("members", person)
    person.refresh_from_db()
    real = members.erase_account

    def leaves(who, now):
        child = Child.objects.get(parent=who)
        kept = real(who, now)
        Child.objects.create(parent=who, name=child.name, birth_year=child.birth_year)
        return kept

    broken(monkeypatch, "members.erase_account", "erase", leaves)
    assert canaries.erasure_faults("members", person, planted, timezone.now()) == [
        "After erasing, members.Child.name still holds what stood in members.Child.name."
    ]
