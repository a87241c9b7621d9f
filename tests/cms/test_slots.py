"""Places in templates: what plug-ins add there, and that it is never one visitor's for the next."""

import logging
import re
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.contrib.auth.models import AnonymousUser
from django.template import Context, Template
from django.test import override_settings

from cms.pagecache.freshness import bounded
from plugins.api import Slot, SlotPlace
from plugins.registry import registry
from plugins.state import remember
from tests.cms.conftest import contribute

__all__ = ["contribute"]

PAGE = Template('{% load slots %}[{% slot "members.t" toy="kite" %}]')
PUBLIC = SlotPlace(key="members.t", passes={"toy": "the name of a toy"})
PERSONAL = SlotPlace(key="members.t", passes={"toy": "the name of a toy"}, personal=True)
USE = re.compile(r'{% slot "([\w.]+)"([^%]*)%}')


@pytest.fixture
def page(rf):
    """Return ``page()``: the rendered page for a visitor with a cookie."""

    def render():
        request = rf.get("/", headers={"cookie": "basket=mine"})
        request.user = AnonymousUser()
        return PAGE.render(Context({"request": request, "user": "somebody"}))

    return render


def slot(context, key="members.s", template="design/tag.html", **more):
    return Slot(key=key, place="members.t", template=template, context=context, **more)


def test_a_place_shows_the_parts_in_order_and_nothing_without_any(page, contribute):
    contribute(PUBLIC)
    assert page() == "[]"
    contribute(
        slot(lambda passed: {"label": "blue"}, key="members.first"),
        slot(lambda passed: None, key="members.none"),
        slot(lambda passed: {"label": f"red {passed['toy']}"}),
    )
    shown = page()
    assert 0 < shown.index("blue") < shown.index("red kite")


def test_a_place_nobody_declares_or_that_passes_something_else_is_a_mistake(page, contribute):
    with pytest.raises(LookupError, match=r"No SlotPlace 'members\.t' is installed"):
        page()
    contribute(SlotPlace(key="members.t", passes={"book": "a book"}))
    with pytest.raises(TypeError, match=r"passes {'book'}, not {'toy'}"):
        page()


def test_a_part_that_fails_is_named_and_left_out(page, contribute, settings, caplog):
    contribute(PUBLIC, slot(lambda passed: 1 / 0), slot(lambda passed: {}, key="members.z"))
    with pytest.raises(ZeroDivisionError):
        page()
    settings.PLUGINS_RAISE = False
    with caplog.at_level(logging.ERROR, "pumasi.plugins"):
        assert 'class="tag' in page()
    assert "its contribution members.s failed at " in caplog.text


def test_a_plugin_that_is_off_adds_nothing(page, contribute):
    contribute(PUBLIC)
    contribute(slot(lambda passed: {"label": "red"}), label="shelf")
    remember(frozenset({"shelf"}))
    assert page() == "[]"


def test_at_a_place_for_everyone_nothing_of_the_visitor_can_be_read(page, contribute, tmp_path):
    given = []
    contribute(PUBLIC, slot(lambda passed: given.append(passed) or {}, template="t/probe.html"))
    engine = {**django_settings.TEMPLATES[0], "DIRS": [tmp_path]}
    (tmp_path / "t").mkdir()
    probe = "{{ request.COOKIES.basket }}{{ user }}{{ csrf_token }}{{ messages }}{{ toy }}"
    (tmp_path / "t" / "probe.html").write_text(f"<i>{probe}</i>")

    with override_settings(TEMPLATES=[engine]), bounded(60) as bound:
        assert page() == "[<i></i>]"
    assert given == [{"toy": "kite"}]
    assert bound.at > 0


def test_at_a_personal_place_there_is_the_request_and_the_page_is_not_kept(page, contribute):
    contribute(
        PERSONAL,
        slot(lambda passed: {"label": passed["request"].COOKIES["basket"]}),
        slot(lambda passed: {"label": "no"}, key="members.no", requires_permission="a.b"),
    )
    with bounded(60) as bound:
        assert "mine" in page()
    assert "no" not in page()
    assert bound.at == 0


def test_every_place_in_a_template_is_declared_and_every_declared_one_stands_in_one():
    folders = [Path(django_settings.BASE_DIR) / "templates"]
    folders += [Path(config.path) / "templates" for config in registry().plugins.values()]
    used = {
        (name, *sorted(re.findall(r"(\w+)=", passed)))
        for folder in folders
        for path in folder.rglob("*.html")
        for name, passed in USE.findall(path.read_text("utf-8"))
        if name.partition(".")[0] in registry().plugins
    }
    declared = {
        (place.key, *sorted(place.passes)) for _label, place in registry().by_kind[SlotPlace]
    }
    assert used == declared
