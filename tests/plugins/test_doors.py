"""The door of a mount: who passes before any view runs."""

from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied

from plugins.api import Access
from plugins.middleware import PluginGateMiddleware

UNKNOWN = "anything"


class Person:
    is_authenticated = True

    def __init__(self, *, is_staff):
        self.is_staff = is_staff

    def has_perm(self, name):
        return self.is_staff and name == "wagtailadmin.access_admin"


NOBODY, MEMBER, STAFF = AnonymousUser(), Person(is_staff=False), Person(is_staff=True)


def knock(access, user, rf) -> str:
    request = rf.get("/somewhere/")
    request.user = user
    gate = PluginGateMiddleware(lambda request: None)
    try:
        answer = gate._door(request, SimpleNamespace(access=access))
    except PermissionDenied:
        return "refused"
    return "passes" if answer is None else "signs in"


@pytest.mark.parametrize(
    ("access", "outcomes"),
    [
        (Access.PUBLIC, ["passes", "passes", "passes"]),
        (Access.TOKEN, ["passes", "passes", "passes"]),
        (Access.MEMBER, ["signs in", "passes", "passes"]),
        (Access.STAFF, ["signs in", "refused", "passes"]),
        (UNKNOWN, ["signs in", "refused", "passes"]),
    ],
)
def test_each_door_lets_its_own_pass_and_an_unknown_one_only_staff(rf, access, outcomes):
    assert [knock(access, user, rf) for user in (NOBODY, MEMBER, STAFF)] == outcomes
