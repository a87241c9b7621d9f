"""Blocks of plug-ins that are off or gone survive whatever happens to their page."""

import json

import pytest
from django.db import models
from django.template import Context, Template
from wagtail.models import Locale, Page

from cms.models import StandardPage
from cms.streams.field import ContentStreamField
from cms.streams.locked import LockedValue
from tests.cms.factories import StandardPageFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home", "tea")]

TEA = {"kind": "녹차", "cups": "2"}
BODY = [("heading", {"text": "앞", "level": "2"}), ("tea", TEA), ("text", "<p>뒤</p>")]


def stored(page: Page) -> list[tuple[str, object]]:
    """What the database holds: (type, value) of each block."""
    with_json = type(page).objects.filter(pk=page.pk).values_list("body", flat=True)[0]
    return [(one["type"], one["value"]) for one in with_json.raw_data]


def meaning(page: Page) -> list[tuple[str, object]]:
    return [(kind, value) for kind, value in stored(page) if kind == "tea"]


def rendered(page: Page) -> str:
    template = Template('{% include "cms/streams/body.html" with body=page.body %}')
    return template.render(Context({"page": page}))


@pytest.fixture
def page() -> StandardPage:
    return StandardPageFactory(body=BODY)


def test_block_shows_while_its_plugin_is_on(page):
    assert "차: 녹차" in rendered(page)


def test_block_of_a_plugin_that_is_off_shows_nothing(page, switched):
    switched(False)
    html = rendered(StandardPage.objects.get(pk=page.pk))
    assert "녹차" not in html
    assert "앞" in html
    assert "뒤" in html
    assert "tea" not in html


def test_saving_keeps_the_block_while_off(page, switched):
    switched(False)
    again = StandardPage.objects.get(pk=page.pk)
    assert [child.block_type for child in again.body] == ["heading", "tea", "text"]
    again.title = "새 제목"
    again.save()
    assert meaning(again) == [("tea", TEA)]


def test_saving_keeps_the_block_while_absent(page, absent):
    with absent():
        again = StandardPage.objects.get(pk=page.pk)
        assert again.body[1].value == LockedValue(TEA)
        again.save()
        again.save_revision().publish()
    assert meaning(page) == [("tea", TEA)]
    assert StandardPage.objects.get(pk=page.pk).body[1].value["kind"] == "녹차"


def test_revision_and_revert_keep_the_block(page, switched):
    switched(False)
    again = StandardPage.objects.get(pk=page.pk)
    with_tea = again.save_revision()
    again.body = [("text", "<p>빈 쪽</p>")]
    again.save_revision().publish()
    assert meaning(page) == []
    with_tea.publish()
    assert meaning(page) == [("tea", TEA)]


def test_copy_keeps_the_block(page, switched):
    switched(False)
    copy = StandardPage.objects.get(pk=page.pk).copy(update_attrs={"slug": "copy"})
    assert meaning(copy) == [("tea", TEA)]


def test_copy_for_translation_keeps_the_block(page, switched):
    switched(False)
    english = Locale.objects.get(language_code="en")
    copy = StandardPage.objects.get(pk=page.pk).copy_for_translation(english)
    assert meaning(copy) == [("tea", TEA)]
    assert copy.get_latest_revision_as_object().body[1].value == LockedValue(TEA)


def test_switched_on_again_the_block_is_as_before(page, switched):
    switched(False)
    StandardPage.objects.get(pk=page.pk).save()
    switched(True)
    assert "차: 녹차" in rendered(StandardPage.objects.get(pk=page.pk))


def test_setting_the_stream_in_code_while_off_keeps_it(page, switched):
    switched(False)
    page.body = BODY
    page.save()
    assert meaning(page) == [("tea", TEA)]


def test_locked_block_is_not_searched(page, switched):
    assert "녹차" in page.search_text()
    switched(False)
    assert "녹차" not in StandardPage.objects.get(pk=page.pk).search_text()


def test_comparison_names_the_locked_block(page, switched):
    from wagtail.admin.compare import StreamFieldComparison

    switched(False)
    old = StandardPage.objects.get(pk=page.pk)
    new = StandardPage.objects.get(pk=page.pk)
    del new.body[1]
    difference = StreamFieldComparison(StandardPage._meta.get_field("body"), old, new).htmldiff()
    assert "[Tea: " in difference
    assert "녹차" not in difference


def test_references_of_a_locked_block_are_still_known(switched):
    from wagtail.blocks import PageChooserBlock

    from cms.streams.locked import LockedBlock

    target = StandardPageFactory()
    chooser = PageChooserBlock()
    chooser.set_name("page")
    found = list(LockedBlock(chooser).extract_references(LockedValue(target.pk)))
    assert [reference[1] for reference in found] == [str(target.pk)]


def test_a_block_that_fails_is_left_out(page, settings, caplog, monkeypatch):
    def broken(self, value, context=None):
        raise RuntimeError("no water")

    settings.PLUGINS_RAISE = False
    monkeypatch.setattr("tests.cms.streams.conftest.TeaBlock.render_basic", broken)
    assert "뒤" in rendered(StandardPage.objects.get(pk=page.pk))
    assert "teahouse.tea" in caplog.text


class TestMigrations:
    """The host's migrations know the field, never its blocks."""

    def test_deconstruct_tells_no_blocks(self):
        field = StandardPage._meta.get_field("body")
        _name, path, args, kwargs = field.deconstruct()
        assert (path, args) == ("cms.streams.field.ContentStreamField", [])
        assert set(kwargs) <= {"blank", "verbose_name", "help_text"}

    def test_clone_has_all_blocks(self):
        clone = StandardPage._meta.get_field("body").clone()
        assert {"heading", "tea"} <= set(clone.stream_block.child_blocks)

    def test_clone_of_a_fixed_stream_keeps_its_blocks_and_limits(self):
        from cms.models import HomePage

        clone = HomePage._meta.get_field("hero_actions").clone()
        assert list(clone.stream_block.child_blocks) == ["action"]
        assert clone.stream_block.meta.max_num == 2

    def test_state_of_migrations_is_the_same_with_and_without_the_plugin(self, absent):
        from django.db.migrations.state import ModelState

        with_tea = ModelState.from_model(StandardPage).fields["body"].deconstruct()
        with absent():
            without = ModelState.from_model(StandardPage).fields["body"].deconstruct()
        assert with_tea == without

    def test_field_without_arguments_reads_what_is_stored(self):
        field = ContentStreamField()
        field.set_attributes_from_name("body")
        raw = json.dumps([{"type": "tea", "value": TEA, "id": "1"}])
        assert field.get_prep_value(field.to_python(raw))[0]["value"] == TEA
        assert isinstance(field, models.Field)
