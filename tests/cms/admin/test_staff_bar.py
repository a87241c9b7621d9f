import pytest
from django.template import Context, Template
from django.test import RequestFactory
from wagtail.models import Page


def rendered(user, page=None, **attributes) -> str:
    request = RequestFactory().get("/")
    request.user = user
    for name, value in attributes.items():
        setattr(request, name, value)
    context = Context({"request": request, **({"page": page} if page else {})})
    return Template("{% load staff %}{% staff_bar %}").render(context).strip()


@pytest.fixture
def page(db):
    return Page.objects.filter(depth=2).first()


def test_visitors_and_members_get_nothing(member, page):
    from django.contrib.auth.models import AnonymousUser

    assert rendered(AnonymousUser(), page) == ""
    assert rendered(member, page) == ""


def test_editors_get_the_way_to_edit_this_page(staff_user, page):
    html = rendered(staff_user("editor"), page)
    assert f'href="/admin/pages/{page.pk}/edit/"' in html
    assert 'href="/admin/"' in html


def test_accountants_get_only_the_way_in(staff_user, page):
    html = rendered(staff_user("accountant"), page)
    assert "/edit/" not in html
    assert 'href="/admin/"' in html


def test_it_needs_no_script_and_no_style(staff_user, page):
    html = rendered(staff_user("editor"), page)
    assert not any(word in html for word in ("<script", "<style", "style=", " on"))


def test_previews_show_the_page_as_it_will_be(staff_user, page):
    assert rendered(staff_user("editor"), page, is_preview=True) == ""


def test_the_editors_preview_gets_wagtails_checks(staff_user, page):
    html = rendered(staff_user("editor"), page, is_preview=True, in_preview_panel=True)
    assert "<wagtail-userbar>" in html
