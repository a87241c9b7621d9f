"""Each safety the deployment check asks for, taken away once: it must say so, by its id."""

from pathlib import Path

import pytest
from django.conf import settings as configured
from django.utils.csp import CSP

from cms import deployment
from cms.settings.databases import SQLITE_OPTIONS

SAFE = {
    "DEBUG": False,
    "DATABASES": {
        "default": {"ENGINE": "django.db.backends.sqlite3", "OPTIONS": SQLITE_OPTIONS},
    },
    "CACHES": {"default": {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache"}},
}


@pytest.fixture
def found(monkeypatch):
    """Return ``found(**replaced)``: the ids reported for safe settings with some replaced."""

    def found(**replaced):
        monkeypatch.setattr(deployment, "settings", Changed(**{**SAFE, **replaced}))
        return [error.id for error in deployment.deployment()]

    return found


def without(name):
    return [each for each in configured.MIDDLEWARE if each != name]


def test_a_site_as_delivered_is_safe(found):
    assert found() == []


@pytest.mark.parametrize(
    ("name", "value", "id_"),
    [
        ("SECURE_CSP", {**configured.SECURE_CSP, "script-src": [CSP.UNSAFE_INLINE]}, "S001"),
        ("SECURE_CSP", {**configured.SECURE_CSP, "style-src": [CSP.SELF, "*"]}, "S001"),
        ("SECURE_CSP", {}, "S001"),
        ("MIDDLEWARE", without(deployment.CONTENT_POLICY), "S001"),
        ("PERMISSIONS_POLICY", {"camera": "self"}, "S002"),
        ("MIDDLEWARE", without(deployment.PERMISSIONS_POLICY), "S002"),
        ("INSTALLED_APPS", [*configured.INSTALLED_APPS, "debug_toolbar"], "S005"),
        ("DEBUG", True, "S005"),
        (
            "CACHES",
            {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}},
            "S006",
        ),
    ],
)
def test_what_is_unsafe_is_named(found, name, value, id_):
    assert found(**{name: value}) == [f"pumasi.{id_}"]


def test_private_uploads_never_lie_below_the_public_ones(found):
    for options in (
        {"location": Path(configured.MEDIA_ROOT) / "private"},
        {"location": configured.PRIVATE_ROOT, "base_url": "/private/"},
    ):
        storages = {**configured.STORAGES, "private": {"BACKEND": "x", "OPTIONS": options}}
        assert found(STORAGES=storages) == ["pumasi.S003"]


@pytest.mark.parametrize("pragma", ["journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"])
def test_sqlite_without_a_pragma_is_named(found, pragma):
    command = SQLITE_OPTIONS["init_command"].replace(f"PRAGMA {pragma};", "")
    options = {**SQLITE_OPTIONS, "init_command": command}
    database = {"ENGINE": "django.db.backends.sqlite3", "OPTIONS": options}
    assert found(DATABASES={"default": database}) == ["pumasi.S004"]


def test_every_page_says_what_the_browser_may_do(client, db):
    for path in ("/accounts/login/", "/nowhere/", "/admin/"):
        header = client.get(path)["Permissions-Policy"]
        assert "camera=()" in header
        assert "publickey-credentials-get=(self)" in header


class Changed:
    """The settings with some replaced, for code that only reads them."""

    def __init__(self, **replaced):
        self.__dict__.update(replaced)

    def __getattr__(self, name):
        return getattr(configured, name)
