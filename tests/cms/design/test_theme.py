"""The centre's colour reaches the pages as a style sheet, and only when it is its own."""

import pytest
from django.urls import reverse

from cms.design.theme import stylesheet, theme_address
from cms.models import CentreSettings

pytestmark = pytest.mark.django_db


def paint(colour):
    CentreSettings.objects.update_or_create(pk=1, defaults={"brand_colour": colour})


def test_built_in_colour_needs_no_style_sheet(client):
    assert theme_address("#0F5E4D") == ""
    assert b"theme.css" not in client.get("/no-such-page/").content


def test_own_colour_is_linked_and_served(client):
    paint("#1c589c")
    address = theme_address("#1c589c")
    assert f'<link rel="stylesheet" href="{address}">'.encode() in client.get("/nowhere/").content
    response = client.get(address)
    assert response["Content-Type"] == "text/css; charset=utf-8"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response.content.decode() == (
        "@layer theme{:root{--brand:#1c589c;--brand-strong:#154275;--brand-deep:#16467d;"
        "--brand-soft:#e8edf3;--brand-mist:#d4e0ed;--brand-line:#b0becf;}}\n"
    )
    assert not response.cookies


def test_outdated_mark_is_not_kept(client):
    paint("#1c589c")
    assert client.get(reverse("theme"), {"v": "old"})["Cache-Control"] == "no-cache"


def test_nothing_but_colours_enters_the_style_sheet():
    assert stylesheet("red;}body{display:none") == stylesheet("#0f5e4d")
