"""Pages for what went wrong: the right status, the frame where it can be had, no cookie."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import OperationalError, connection
from django.template import loader
from django.test import Client, RequestFactory
from django.utils.translation import override

from cms.views import errors

pytestmark = pytest.mark.django_db


def request(path="/x/"):
    from django.contrib.auth.models import AnonymousUser

    made = RequestFactory().get(path)
    made.user = AnonymousUser()
    return made


def test_not_found_offers_ways_on_and_keeps_no_visitor(client):
    response = client.get("/en/no-such-page/")
    assert response.status_code == 404
    text = response.content.decode()
    assert "We could not find this page" in text
    assert not response.cookies
    assert "csrf" not in text
    assert "nonce" not in text


@pytest.mark.parametrize(
    ("view", "status", "korean", "english"),
    [
        (
            lambda r: errors.forbidden(r, PermissionDenied()),
            403,
            "권한이 없습니다",
            "You may not open",
        ),
        (errors.csrf_failure, 403, "다시 보내 주세요", "send it again"),
        (errors.too_many_requests, 429, "몇 분 뒤에", "Too many tries"),
        (lambda r: errors.bad_request(r, ValueError()), 400, "읽지 못했습니다", "could not read"),
        (errors.server_error, 500, "문제가 생겼습니다", "went wrong on our side"),
    ],
)
def test_each_error_speaks_both_languages(view, status, korean, english):
    for language, words in (("ko", korean), ("en", english)):
        with override(language):
            response = view(request())
        assert response.status_code == status
        assert words in response.content.decode()


def test_form_without_its_token_says_what_to_do():
    response = Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": "a"})
    assert response.status_code == 403
    assert "화면을 열어 둔 시간이 너무 길었습니다" in response.content.decode()


def test_server_error_needs_no_database(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert errors.server_error(request()).status_code == 500


def test_server_error_survives_its_own_template(monkeypatch):
    def broken(name):
        raise RuntimeError(name)

    monkeypatch.setattr(loader, "get_template", broken)
    response = errors.server_error(request())
    assert response.status_code == 500
    assert "잠시 뒤에 다시 시도해 주세요" in response.content.decode()


def test_maintenance_page_renders_without_context():
    with override("ko"):
        assert "곧 다시 열립니다" in loader.get_template("503.html").render()


def test_too_many_at_once_is_said_as_that_and_not_as_a_fault(client, monkeypatch):
    from cms.search import views

    def locked(*_args, **_kwargs):
        raise OperationalError("database is locked")

    monkeypatch.setattr(views, "answer", locked)
    client.raise_request_exception = False
    response = client.get("/search/?q=휴가")
    assert (response.status_code, response["Retry-After"]) == (503, "10")
    assert "저장되지 않았습니다" in response.content.decode()


@pytest.mark.parametrize(
    ("message", "busy"),
    [("database is locked", True), ("no such table: x", False), ("disk I/O error", False)],
)
def test_only_waiting_counts_as_busy(message, busy):
    error, wrapped = OperationalError(message), RuntimeError()
    wrapped.__cause__ = error
    assert errors.is_busy(error) is busy
    assert errors.is_busy(wrapped) is busy


@pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL's own error codes")
def test_a_statement_that_waited_too_long_is_busy():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 20")
        with pytest.raises(OperationalError) as raised:
            cursor.execute("SELECT pg_sleep(1)")
    assert errors.is_busy(raised.value)
