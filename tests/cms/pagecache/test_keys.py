import pytest
from django.test import RequestFactory

from cms.pagecache.keys import key_of, know_parameters


@pytest.fixture(autouse=True)
def _on(kept):
    pass


def request(path="/소식/", query="", method="get", **meta):
    made = getattr(RequestFactory(), method)(path)
    made.META["QUERY_STRING"] = query
    made.META.update(meta)
    return made


def test_key_of_is_scheme_host_path_and_parameters():
    assert key_of(request(query="page=2&category=law")) == (
        "http",
        "testserver",
        "/소식/",
        "category=law&page=2",
    )
    assert key_of(request(method="head")) == ("http", "testserver", "/소식/", "")


@pytest.mark.parametrize(
    "query",
    [
        "utm_source=blog&page=2",
        "page=2&utm_campaign=x&fbclid=1&NaPm=ct&n_media=3&UTM_TERM=",
        "page=2",
    ],
)
def test_key_of_takes_tracking_out_of_the_request(query):
    made = request(query=query)
    assert key_of(made)[3] == "page=2"
    assert dict(made.GET.items()) == {"page": "2"}


@pytest.mark.parametrize(
    ("query", "meta", "method"),
    [
        ("q=휴가", {}, "get"),
        ("page=1&preview=1", {}, "get"),
        ("page=" + "9" * 400, {}, "get"),
        ("&".join(["page=1"] * 20), {}, "get"),
        ("", {"HTTP_COOKIE": "sessionid=x"}, "get"),
        ("", {"HTTP_COOKIE": "a=b; messages=x"}, "get"),
        ("", {"HTTP_AUTHORIZATION": "Basic x"}, "get"),
        ("", {"HTTP_HX_REQUEST": "true"}, "get"),
        ("", {}, "post"),
        ("", {}, "put"),
    ],
)
def test_key_of_leaves_alone_what_may_depend_on_the_visitor(query, meta, method):
    made = request(query=query, method=method, **meta)
    assert key_of(made) is None
    assert made.META["QUERY_STRING"] == query


def test_key_of_leaves_previews_alone():
    made = request()
    made.is_dummy = True
    assert key_of(made) is None


def test_key_of_leaves_wrong_hosts_alone(settings):
    settings.ALLOWED_HOSTS = ["centre.example"]
    assert key_of(request()) is None
    assert key_of(request(HTTP_HOST="centre.example"))[1] == "centre.example"


@pytest.mark.parametrize("cookies", ["csrftoken=x", "_ga=1; django_language=en"])
def test_key_of_does_not_mind_other_cookies(cookies):
    assert key_of(request(HTTP_COOKIE=cookies)) is not None


def test_know_parameters_declares_more():
    assert key_of(request(query="grade=3")) is None
    know_parameters("grade")
    assert key_of(request(query="grade=3"))[3] == "grade=3"
