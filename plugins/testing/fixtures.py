"""A pytest plug-in: each test begins with every plug-in on, an empty cache, the first language.

Load it from a ``conftest.py`` at the root: ``pytest_plugins = ["plugins.testing.fixtures"]``.
"""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from plugins.api import Message

SERIALIZED = "django_db_serialized_rollback"
HAS_DATABASE = pytest.StashKey[bool]()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin each test that commits with what the migrations left, whatever ran before it.

    Half of such tests doing so is worse than none: emptying the database then puts the
    first rows back for some and leaves them out for others.
    """
    for item in items:
        mark = item.get_closest_marker("django_db")
        commits = mark is not None and mark.kwargs.get("transaction", False)
        names = getattr(item, "fixturenames", [])
        if (commits or "transactional_db" in names) and SERIALIZED not in names:
            names.insert(0, SERIALIZED)


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(fixturedef: Any, request: Any) -> Any:
    """Note which tests got as far as their database: one skipped before must not ask it."""
    made = yield
    if fixturedef.argname == "_django_db_helper":
        request.node.stash[HAS_DATABASE] = True
    return made


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item) -> None:
    """Let the database be emptied after a test that committed rows nobody may delete.

    The access log may only be cut at its oldest end: cut all of it.
    """
    mark = item.get_closest_marker("django_db")
    commits = mark is not None and mark.kwargs.get("transaction", False)
    names = getattr(item, "fixturenames", [])
    if not commits and "transactional_db" not in names and "live_server" not in names:
        return
    if HAS_DATABASE not in item.stash:
        return
    from django.apps import apps
    from django.db import connection
    from django.db.models import F

    if apps.is_installed("cms.privacy") and not connection.in_atomic_block:
        chain = apps.get_model("privacy", "Chain")._default_manager
        chain.filter(pk=1).update(cut_number=F("number"))


@pytest.fixture(autouse=True)
def _fresh_plugin_switches() -> Iterator[None]:
    from plugins import state, typed_settings

    # A test's database begins with every plug-in on; switch() tells the process itself.
    state.remember(frozenset())
    typed_settings.forget()
    yield
    state.remember(frozenset())
    typed_settings.forget()


@pytest.fixture(autouse=True)
def _fresh_cache() -> None:
    """Forget what earlier tests cached: row numbers begin anew with each database."""
    from django.core.cache import cache

    cache.clear()


@pytest.fixture
def told(db: None) -> "Callable[[], list[Message]]":  # noqa: ARG001 - asked for its work
    """Return ``told()``: the messages sent in the test's transaction, none of them delivered."""
    from django.db import connection

    from plugins.messages import deliver

    def told() -> "list[Message]":
        calls: list[Any] = [waiting[1] for waiting in connection.run_on_commit]
        return [call.args[0] for call in calls if getattr(call, "func", None) is deliver]

    return told


@pytest.fixture(autouse=True)
def _first_language() -> Iterator[None]:
    """Speak the site's first language again: a request leaves its own behind."""
    from django.utils import translation

    yield
    translation.deactivate()
