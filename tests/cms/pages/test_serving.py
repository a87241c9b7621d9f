"""From an address to its page."""

import unicodedata
from io import StringIO
from urllib.parse import unquote

import pytest
from django.core.management import call_command

from tests.cms.factories import LinkPageFactory, StandardPageFactory

pytestmark = pytest.mark.django_db


def test_home_answers_in_both_languages(client, home, home_en):
    assert client.get("/").context["page"].pk == home.pk
    assert client.get("/en/").context["page"].pk == home_en.pk


def test_unknown_address_is_404(client, home):
    assert client.get("/없는-쪽/").status_code == 404


def test_link_page_sends_on(client, home):
    LinkPageFactory(slug="강좌", target="/classes/")
    response = client.get("/강좌/")
    assert (response.status_code, response["Location"]) == (302, "/classes/")


def test_decomposed_hangul_finds_the_page(client, home):
    LinkPageFactory(slug="강좌", target="/classes/")
    assert client.get("/" + unicodedata.normalize("NFD", "강좌") + "/").status_code == 302


def test_former_address_leads_to_the_new_one(client, home, django_capture_on_commit_callbacks):
    page = StandardPageFactory(slug="about")
    StandardPageFactory(parent=page, slug="history")
    page = type(page).objects.get(pk=page.pk)
    page.slug = "센터-소개"
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    response = client.get("/about/history/")
    assert response.status_code == 301
    assert unquote(response["Location"]) == "/센터-소개/history/"
    assert client.get(response["Location"]).status_code == 200


def test_a_new_installation_gets_its_two_home_pages(client, db):
    out = StringIO()
    call_command("makesite", "새봄 직장맘지원센터", english="Saebom Centre", stdout=out)
    assert "새봄 직장맘지원센터" in client.get("/").text
    assert "Saebom Centre" in client.get("/en/").text
    call_command("makesite", "다른 이름", stdout=out)
    assert out.getvalue().count("새봄 직장맘지원센터: ") == 2
