"""What every test shares: fresh plug-in switches, and only the tests of installed plug-ins."""

import gc
import time
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings

from tests.browser import browser_page, chromium, live_site
from tests.rows import remember

__all__ = ["browser_page", "chromium", "live_site"]

# Fresh switches, cache and language for each test, as for those of any plug-in.
pytest_plugins = ["plugins.testing.fixtures"]

_HOMES = {"events": "events", "grants": "grants"} | {
    f"plugins.{app.parent.name}": app.parent.name
    for app in (settings.BASE_DIR / "plugins").glob("*/apps.py")
}

_OF_THE_KIT = {
    "test_it_loads_alone": "apart",
    "test_its_lists_ask_as_often_for_many_rows_as_for_one": "many",
}

# A plug-in left out of PLUGINS takes its tests along.
collect_ignore = [home for app, home in _HOMES.items() if app not in settings.PLUGINS]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the kit's tests: those of a process of its own, and those of lists with many rows."""
    for item in items:
        if mark := _OF_THE_KIT.get(item.name):
            item.add_marker(mark)


def pytest_collection_finish() -> None:
    """Let the garbage collector pass over what stays: Django, the models, the tests themselves."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def _only_contexts_that_are_asked_for() -> None:
    """Let a test client keep the context of the page, not of each of its hundred parts."""
    from copy import copy

    from django.test import client
    from django.test.utils import ContextList

    def store(store: Any, signal: Any, sender: Any, template: Any, context: Any, **_: Any) -> None:
        store.setdefault("templates", []).append(template)
        # Parts are rendered with the context of the page, which knows whose it is.
        if context.template is template:
            store.setdefault("context", ContextList()).append(copy(context))

    client.store_rendered_templates = store


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """Copy a database that is migrated already; of a file, into this process's own folder."""
    from django.db import connection

    from tests.databases import copy_instead_of_migrating

    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(settings.VAR_DIR / "test.sqlite3")
    copy_instead_of_migrating(connection)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Make the test database, and remember the rows it begins with."""
    from django.db import connection

    with django_db_blocker.unblock():
        remember(connection)


@pytest.fixture
def one_moment(monkeypatch):
    """Let no time pass for what is counted by the minute, however slow the machine."""
    stands = SimpleNamespace(**{**vars(time), "time": lambda: 1_800_000_000.0})
    monkeypatch.setattr("cms.ratelimits.time", stands)
    monkeypatch.setattr("allauth.core.internal.ratelimit.time", stands)


@pytest.fixture
def member(db):
    """A person with an account and a verified address."""
    from tests.members.factories import UserFactory

    return UserFactory()


@pytest.fixture
def member_client(client, member):
    """A client signed in as ``member``."""
    client.force_login(member, backend="django.contrib.auth.backends.ModelBackend")
    client.member = member
    return client


@pytest.fixture
def staff_user(db) -> Callable[..., Any]:
    """Return ``make(*roles, **fields)``: a person in those roles, with an authenticator app."""
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
    from django.contrib.auth import get_user_model
    from django.contrib.auth.models import Group

    def make(*roles: str, **fields: Any) -> Any:
        name = "-".join(roles) or "nobody"
        people = get_user_model().objects
        email = fields.pop("email", f"{name}-{people.count()}@pumasi.example")
        user = people.create_user(email, "correct horse battery", name=name, **fields)
        user.groups.set(Group.objects.filter(name__in=roles))
        assert user.groups.count() == len(roles), f"unknown role in {roles}"
        TOTP.activate(user, generate_totp_secret())
        return user

    return make


@pytest.fixture
def sign_in(db) -> Callable[..., Any]:
    """Return ``sign_in(client, user, second_factor=True)``: a session as allauth leaves it."""
    from allauth.mfa.models import Authenticator

    def sign_in(client: Any, user: Any, *, second_factor: bool = True) -> Any:
        client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
        records = [{"method": "password", "at": time.time(), "email": user.email}]
        if second_factor:
            key = Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP).pk
            records.append({"method": "mfa", "at": time.time(), "id": key, "type": "totp"})
        session = client.session
        session["account_authentication_methods"] = records
        session["account_authentication_methods_user"] = str(user.pk)
        session.save()
        return client

    return sign_in


@pytest.fixture
def staff_client(staff_user, sign_in) -> Callable[..., Any]:
    """Return ``staff_client(*roles)``: a client signed in with a second factor.

    The person is at ``client.user``.
    """
    from django.test import Client

    def make(*roles: str, **fields: Any) -> Any:
        user = staff_user(*roles, **fields)
        client = sign_in(Client(), user)
        client.user = user
        return client

    return make


@pytest.fixture
def home(db) -> Any:
    """The Korean home page; its English translation is there too (``home_en``)."""
    from tests.planted import planted_site

    return planted_site(name="품앗이 직장맘지원센터", name_en="Pumasi Working Parents' Centre")


@pytest.fixture
def home_en(home) -> Any:
    """The English home page."""
    return home.get_translations().get()


@pytest.fixture
def centre(home) -> Any:
    """The centre's settings, on a site with both trees."""
    from tests.cms.factories import CentreSettingsFactory

    return CentreSettingsFactory()
