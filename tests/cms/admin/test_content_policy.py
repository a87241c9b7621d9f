import pytest
from django.conf import settings
from django.test import Client

STRICT = "Content-Security-Policy"


def directives(response) -> dict[str, list[str]]:
    parts = (part.split() for part in response[STRICT].split(";"))
    return {name: values for name, *values in parts}


def test_public_answers_allow_nothing_inline(db):
    policy = directives(Client().get("/"))
    assert policy["script-src"] == ["'self'"]
    assert policy["style-src"] == ["'self'"]
    assert "unsafe" not in Client().get("/")[STRICT]


def test_the_admin_has_its_own_policy_as_strict_as_it_bears(staff_client):
    response = staff_client("editor").get("/admin/")
    assert directives(response) == {
        **directives(Client().get("/")),
        "script-src": ["'self'", "'unsafe-inline'"],
        "script-src-attr": ["'none'"],
        "style-src": ["'self'", "'unsafe-inline'"],
        "img-src": ["'self'", "data:", "blob:"],
    }
    assert "unsafe-eval" not in response[STRICT]


@pytest.mark.parametrize("path", ["/adminx/", "/accounts/login/", "/en/"])
def test_only_the_admin_gets_it(db, path):
    assert directives(Client().get(path))["script-src"] == ["'self'"]


def test_the_policies_name_no_other_host():
    values = [value for values in settings.SECURE_CSP.values() for value in values]
    assert not [value for value in values if "//" in value or value == "*"]
