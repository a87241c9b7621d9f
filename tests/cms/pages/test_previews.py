"""Previews: an unpublished change is shown as the page would look, for every page type."""

import pytest
from wagtail.models import Page, get_page_models

from tests.cms.pages.samples import build

pytestmark = pytest.mark.django_db


def test_every_page_type_of_the_host_has_a_preview_or_none(home):
    build(home)
    answers = {}
    for model in get_page_models():
        if model is Page or model._meta.app_label != "cms":
            continue
        page = model.objects.order_by("path").first()
        page.title = "아직 내지 않은 제목"
        for mode, _label in page.preview_modes:
            answer = page.make_preview_request(preview_mode=mode)
            answers[model.__name__] = answer.status_code, "아직 내지 않은 제목" in answer.text
    shown = dict.fromkeys(answers, (200, True))
    assert answers == shown
    assert {model.__name__ for model in get_page_models() if model._meta.app_label == "cms"} == {
        *shown,
        "LinkPage",
    }


def test_editing_a_menu_link_offers_no_preview(home, staff_client):
    build(home)
    link = Page.objects.get(slug="link")
    answer = staff_client("editor").get(f"/admin/pages/{link.pk}/edit/")
    assert answer.status_code == 200
    assert 'data-side-panel="preview"' not in answer.text
