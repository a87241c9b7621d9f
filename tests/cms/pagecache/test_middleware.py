import time

import pytest
from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.middleware.csrf import get_token
from django.test import Client, RequestFactory
from django.urls import path

from cms import pagecache
from cms.pagecache.middleware import is_for_everyone
from cms.pages.trees import ensure_site
from cms.urls import urlpatterns as site_urls

pytestmark = pytest.mark.django_db(transaction=True)

calls = []


def plain(request):
    calls.append(request.get_full_path())
    return HttpResponse(f"{len(calls)}", content_type="text/html")


def soon(request):
    from datetime import timedelta

    from django.utils import timezone

    pagecache.until(request, timezone.now() + timedelta(seconds=20))
    return plain(request)


def missing(request):
    calls.append("")
    return HttpResponse("no", status=404)


def cookie(request):
    response = plain(request)
    response.set_cookie("a", "b")
    return response


def token(request):
    get_token(request)
    return plain(request)


def nonce(request):
    from django.middleware.csp import get_nonce

    response = plain(request)
    str(get_nonce(request))
    return response


def told(request):
    messages.info(request, "x")
    response = plain(request)
    response.write("".join(str(m) for m in messages.get_messages(request)))
    return response


def personal(request):
    pagecache.freshness.never_keep()
    return plain(request)


def stream(request):
    calls.append("")
    return StreamingHttpResponse([b"x"])


def private(request):
    response = plain(request)
    response["Cache-Control"] = "private"
    return response


def varied(request):
    response = plain(request)
    response["Vary"] = "User-Agent"
    return response


def calendar(request):
    calls.append("")
    return HttpResponse("BEGIN:VCALENDAR", content_type="text/calendar")


VIEWS = [
    plain,
    soon,
    missing,
    cookie,
    token,
    nonce,
    told,
    stream,
    personal,
    private,
    varied,
    calendar,
]
urlpatterns = [*(path(f"{view.__name__}/", view) for view in VIEWS), *site_urls]


@pytest.fixture
def views(settings, kept):
    settings.ROOT_URLCONF = __name__
    calls.clear()


def test_kept_page_is_served_without_a_query_with_all_headers(visitor, no_queries):
    ensure_site(name="센터")
    first = visitor.get("/")
    with no_queries():
        again = visitor.get("/?utm_source=blog")
    assert (first.status_code, again.status_code) == (200, 200)
    assert again.content == first.content
    assert dict(again.items()) == dict(first.items())
    for header in (
        "Content-Security-Policy",
        "X-Content-Type-Options",
        "Referrer-Policy",
        "X-Frame-Options",
        "ETag",
    ):
        assert again[header]
    assert again["Cache-Control"] == "no-cache"
    with no_queries():
        unchanged = visitor.get("/", headers={"If-None-Match": first["ETag"]})
        head = visitor.head("/")
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    assert unchanged["Content-Security-Policy"] == first["Content-Security-Policy"]
    assert (head.status_code, head.content) == (200, b"")


def test_kept_page_over_https_has_hsts(settings, kept, no_queries):
    settings.SECURE_HSTS_SECONDS = 31536000
    ensure_site(name="센터")
    visitor = Client(headers={"host": "localhost"})
    for _ in range(2):
        assert visitor.get("/", secure=True)["Strict-Transport-Security"] == "max-age=31536000"
    assert "Strict-Transport-Security" not in visitor.get("/")


def test_kept_pages_differ_by_parameter_and_host(visitor, views):
    texts = [
        visitor.get(address, headers={"host": host}).content
        for address in ("/plain/", "/plain/?page=2", "/plain/?page=3&utm_id=1")
        for host in ("localhost", "127.0.0.1")
    ]
    assert len(set(texts)) == 6
    assert visitor.get("/plain/?page=2").content == texts[2]
    assert calls[-1] == "/plain/?page=3"


@pytest.mark.parametrize(
    "name",
    [
        "missing",
        "cookie",
        "token",
        "nonce",
        "told",
        "stream",
        "personal",
        "private",
        "varied",
        "calendar",
    ],
)
def test_page_for_one_visitor_is_not_kept(visitor, views, name):
    visitor.get(f"/{name}/")
    Client(headers={"host": "localhost"}).get(f"/{name}/")
    assert len(calls) == 2


def test_post_head_and_session_are_not_kept(views, visitor, settings):
    visitor.post("/plain/")
    visitor.head("/plain/")
    known = Client(headers={"host": "localhost"})
    known.cookies[settings.SESSION_COOKIE_NAME] = "x"
    known.get("/plain/")
    known.get("/plain/")
    assert len(calls) == 4


def test_page_lives_a_minute_or_until_the_instant_named(visitor, views, monkeypatch):
    real = time.time
    later = 0.0
    monkeypatch.setattr(time, "time", lambda: real() + later)
    assert visitor.get("/plain/").content == visitor.get("/plain/").content
    visitor.get("/soon/")
    later = 21.0
    visitor.get("/plain/")
    visitor.get("/soon/")
    assert len(calls) == 3
    later = 61.0
    visitor.get("/plain/")
    assert len(calls) == 4


def test_page_rendered_while_a_change_is_under_way_is_not_kept(visitor, views):
    from django.db import transaction

    from cms.pagecache.version import touch

    with transaction.atomic():
        touch()
        visitor.get("/plain/")
        visitor.get("/plain/")
        assert len(calls) == 2
    visitor.get("/plain/")
    visitor.get("/plain/")
    assert len(calls) == 3


def test_memory_is_off_in_debug_and_when_unset(settings, views):
    for debug, cache in ((True, settings.PAGE_CACHE), (False, None)):
        settings.DEBUG, settings.PAGE_CACHE = debug, cache
        client = Client(headers={"host": "localhost"})
        before = len(calls)
        client.get("/plain/")
        client.get("/plain/")
        assert len(calls) == before + 2


def test_is_for_everyone_refuses_a_form_with_a_token():
    request = RequestFactory().get("/")
    assert is_for_everyone(request, HttpResponse("<p>"))
    assert not is_for_everyone(request, HttpResponse('<input name="csrfmiddlewaretoken">'))
