import json
from types import SimpleNamespace

import pytest
from django.db import connection
from django.db.utils import OperationalError
from django.utils import timezone

from cms.backup import recency
from cms.health import checks
from cms.jobs import heartbeat
from plugins.api import HealthCheck

pytestmark = pytest.mark.django_db

ALL = {"database", "migrations", "worker", "disk", "cache"}


@pytest.fixture
def _worker():
    heartbeat.beat("w:1")


def ready(client):
    response = client.get("/readyz")
    return response.status_code, json.loads(response.content)


def test_healthz_answers_without_asking_anyone(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/healthz")
    assert (response.status_code, json.loads(response.content)) == (200, {"status": "ok"})
    assert response["Cache-Control"] == "no-store"
    assert not response.cookies


def test_healthz_answers_whatever_the_host_name_and_without_https(client, settings):
    settings.ALLOWED_HOSTS = ["www.example.kr"]
    settings.SECURE_SSL_REDIRECT = True
    assert client.get("/healthz", headers={"host": "10.0.0.1"}).status_code == 200


def test_healthz_answers_while_the_database_is_away(client, monkeypatch):
    def away(*args, **kwargs):
        raise OperationalError("no")

    monkeypatch.setattr(connection, "cursor", away)
    assert client.get("/healthz").status_code == 200


@pytest.mark.usefixtures("_worker")
def test_readyz_is_ready_when_every_part_is(client):
    status, body = ready(client)
    assert status == 200, body
    assert body["status"] == "ok"
    assert body["checks"].keys() >= ALL
    assert set(body["checks"].values()) == {"ok"}


@pytest.mark.usefixtures("_worker")
def test_readyz_is_cheap(client, django_assert_max_num_queries):
    ready(client)
    with django_assert_max_num_queries(6):
        client.get("/readyz")


def test_readyz_misses_the_worker(client):
    status, body = ready(client)
    assert status == 503
    assert {name for name, answer in body["checks"].items() if answer != "ok"} == {"worker"}


@pytest.mark.usefixtures("_worker")
def test_readyz_misses_a_migration(client, monkeypatch):
    known = checks._known_migrations()
    monkeypatch.setattr(checks, "_known_migrations", lambda: known | {("cms", "9999_new")})
    assert ready(client) == (
        503,
        {
            "status": "unavailable",
            "checks": {**ready(client)[1]["checks"], "migrations": "1 migrations are not applied."},
            "notices": {"backup": "No backup has been made yet."},
        },
    )


@pytest.mark.usefixtures("_worker")
def test_readyz_misses_disk_space(client, monkeypatch):
    usage = SimpleNamespace(free=100 * 1024 * 1024)
    monkeypatch.setattr(checks.shutil, "disk_usage", lambda path: usage)
    status, body = ready(client)
    assert (status, body["checks"]["disk"]) == (503, "Only 100 MB of disk are left.")


@pytest.mark.usefixtures("_worker")
def test_readyz_misses_the_cache(client, settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    status, body = ready(client)
    assert (status, body["checks"]["cache"]) == (503, "The cache forgets what is written to it.")


def test_readyz_misses_the_database_and_tells_no_secret(client, monkeypatch):
    def away(*args, **kwargs):
        raise OperationalError("password=CANARY host=10.0.0.1")

    monkeypatch.setattr(connection, "cursor", away)
    response = client.get("/readyz")
    body = json.loads(response.content)
    assert response.status_code == 503
    assert body["checks"]["database"] == "Failed: OperationalError."
    assert "CANARY" not in response.content.decode()
    # What needs the database is not asked.
    assert "migrations" not in body["checks"]


@pytest.mark.usefixtures("_worker")
def test_readyz_asks_the_plugins(client, contribute):
    contribute(
        HealthCheck(key="members.fine", check=lambda: None),
        HealthCheck(key="members.broken", check=lambda: 1 / 0),
        HealthCheck(key="members.ill", check=lambda: "The gateway is away."),
    )
    status, body = ready(client)
    assert status == 503
    assert {name: body["checks"][f"members.{name}"] for name in ("fine", "broken", "ill")} == {
        "fine": "ok",
        "broken": "Failed: ZeroDivisionError.",
        "ill": "The gateway is away.",
    }


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_probes_answer_head_and_refuse_to_be_posted_to(client, path):
    assert client.head(path).status_code in {200, 503}
    assert client.post(path).status_code == 405


def test_probes_have_addresses(client):
    from django.urls import reverse

    assert (reverse("healthz"), reverse("readyz")) == ("/healthz", "/readyz")


@pytest.mark.usefixtures("_worker")
def test_an_old_backup_is_noticed_and_keeps_nobody_from_serving(client):
    status, body = ready(client)
    assert (status, body["notices"]) == (200, {"backup": "No backup has been made yet."})
    recency.remember(timezone.now())
    assert ready(client)[1]["notices"] == {}
