"""The editor's round trip: what the form gave out comes back, and nothing else is taken."""

import json
import re

import pytest
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from cms.models import StandardPage
from cms.streams.locked import seal, unseal
from tests.cms.factories import StandardPageFactory
from tests.cms.streams.test_locked import BODY, TEA, meaning, stored

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home", "tea")]


@pytest.fixture
def page() -> StandardPage:
    return StandardPageFactory(body=BODY)


@pytest.fixture
def staff(staff_client):
    client = staff_client("administrator")
    client.user.is_superuser = True
    client.user.save()
    return client


def edit_url(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def form(page, children, **more):
    return nested_form_data(
        {
            "title": page.title,
            "slug": page.slug,
            "summary": "",
            "picture": "",
            "seo_title": "",
            "search_description": "",
            "body": streamfield(children),
            "comments-TOTAL_FORMS": "0",
            "comments-INITIAL_FORMS": "0",
            "comments-MIN_NUM_FORMS": "0",
            "comments-MAX_NUM_FORMS": "",
            "go_live_at": "",
            "expire_at": "",
            **more,
        }
    )


def token(page) -> str:
    return seal("tea", TEA)


def test_form_offers_the_block_only_while_its_plugin_is_on(staff, page, switched):
    def definition() -> str:
        return staff.get(edit_url(page)).content.decode()

    green = json.dumps("녹차")[1:-1]
    assert "&quot;cups&quot;" in definition()
    assert green in definition()
    switched(False)
    off = definition()
    assert "&quot;cups&quot;" not in off
    assert green not in off
    assert "&quot;locked&quot;" in off
    switched(True)
    assert "&quot;cups&quot;" in definition()


def test_a_block_whose_form_fails_is_locked_and_kept(staff, page, settings, caplog, monkeypatch):
    def broken(self):
        raise RuntimeError("no water")

    settings.PLUGINS_RAISE = False
    monkeypatch.setattr("tests.cms.streams.conftest.TeaBlock.get_default", broken)
    answer = staff.get(edit_url(page))
    assert answer.status_code == 200
    assert "&quot;locked&quot;" in answer.text
    assert "&quot;cups&quot;" not in answer.text
    assert "Plug-in teahouse: its contribution teahouse.tea failed" in caplog.text
    children = [("tea", {"locked": token(page)})]
    assert staff.post(edit_url(page), form(page, children)).status_code in {200, 302}
    assert staff.get(edit_url(page)).status_code == 200
    monkeypatch.undo()
    assert "&quot;cups&quot;" in staff.get(edit_url(page)).text


def test_saving_the_form_keeps_a_locked_block(staff, page, switched):
    switched(False)
    children = [
        ("tea", {"locked": token(page)}),
        ("heading", {"text": "바뀐 제목", "level": "2"}),
    ]
    response = staff.post(edit_url(page), form(page, children, **{"action-publish": "1"}))
    assert response.status_code == 302, response.context["form"].errors
    assert stored(page) == [("tea", TEA), ("heading", {"text": "바뀐 제목", "level": "2"})]


def test_deleting_a_locked_block_is_allowed(staff, page, switched):
    switched(False)
    data = form(page, [("tea", {"locked": token(page)})], **{"action-publish": "1"})
    data["body-0-deleted"] = "1"
    assert staff.post(edit_url(page), data).status_code == 302
    assert meaning(page) == []


@pytest.mark.parametrize(
    "bad",
    ["", "made up", seal("heading", {"text": "x", "level": "2"})],
    ids=["none", "forged", "other type"],
)
def test_a_bad_token_is_refused_and_nothing_is_saved(staff, page, switched, bad):
    switched(False)
    before = stored(page)
    data = form(page, [("tea", {"locked": bad})], **{"action-publish": "1"})
    response = staff.post(edit_url(page), data)
    assert response.status_code == 200
    assert "body" in response.context["form"].errors
    assert stored(page) == before


def test_fields_posted_for_a_plugin_switched_off_meanwhile_are_kept(staff, page, switched):
    switched(False)
    data = form(page, [("tea", {"kind": "홍차", "cups": "3"})], **{"action-publish": "1"})
    assert staff.post(edit_url(page), data).status_code == 302
    assert meaning(page) == [("tea", {"kind": "홍차", "cups": "3"})]


def test_invalid_fields_posted_for_it_are_never_sealed(staff, page, switched):
    switched(False)
    data = form(page, [("tea", {"kind": "", "cups": "9"})], **{"action-publish": "1"})
    response = staff.post(edit_url(page), data)
    assert response.status_code == 200
    field = StandardPage._meta.get_field("body").stream_block
    state = field.get_form_state(response.context["form"]["body"].value())
    assert state[0]["value"] == {"locked": ""}


def test_valid_fields_are_sealed_when_the_form_comes_back_for_another_reason(staff, page, switched):
    switched(False)
    data = form(page, [("tea", {"kind": "홍차", "cups": "1"})], **{"action-publish": "1"})
    data["title"] = ""
    response = staff.post(edit_url(page), data)
    assert response.status_code == 200
    field = StandardPage._meta.get_field("body").stream_block
    state = field.get_form_state(response.context["form"]["body"].value())
    assert unseal("tea", state[0]["value"]["locked"]).raw == {"kind": "홍차", "cups": "1"}


def test_a_token_posted_after_the_plugin_is_on_again_becomes_the_block(staff, page):
    data = form(page, [("tea", {"locked": token(page)})], **{"action-publish": "1"})
    assert staff.post(edit_url(page), data).status_code == 302
    assert meaning(page) == [("tea", TEA)]


def test_made_up_block_types_make_no_new_blocks(staff, page):
    from wagtail.blocks import Block

    data = form(page, [("never-heard-of", {"locked": "x"})], **{"action-publish": "1"})
    staff.post(edit_url(page), data)
    known = len(Block.definition_registry)
    for number in range(5):
        data = form(page, [(f"made-up-{number}", {"locked": "x"})], **{"action-publish": "1"})
        staff.post(edit_url(page), data)
    assert len(Block.definition_registry) == known


def test_draft_and_preview_keep_a_locked_block(staff, page, switched):
    switched(False)
    data = form(page, [("tea", {"locked": token(page)}), ("text", rich_text("<p>미리</p>"))])
    preview = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    assert json.loads(staff.post(preview, data).content)["is_valid"] is True
    shown = staff.get(preview)
    assert "미리" in shown.content.decode()
    assert "녹차" not in shown.content.decode()
    assert staff.post(edit_url(page), data).status_code == 302
    draft = StandardPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    assert draft.body[0].value.raw == TEA


def posted(page):
    """Return the children as the form with the locked block gave them out."""
    return [("text", rich_text("<p>위</p>")), ("tea", {"locked": token(page)})]


@pytest.mark.filterwarnings("ignore:get_connection")  # Wagtail's mails
@pytest.mark.parametrize("on_again", [False, True])
def test_submitted_and_approved_while_off_the_page_is_published_whole(
    staff, page, switched, staff_client, on_again
):
    switched(False)
    writer = staff_client("coordinator")
    writer.post(edit_url(page), form(page, posted(page), **{"action-submit": "1"}))
    page.refresh_from_db()
    state = page.current_workflow_task_state
    assert state is not None
    assert meaning(page) == [("tea", TEA)]  # what is live is not yet the writer's
    switched(on_again)
    action = [page.pk, "approve", state.pk]
    staff.post(reverse("wagtailadmin_pages:workflow_action", args=action), {"comment": ""})
    page.refresh_from_db()
    assert page.current_workflow_task_state is None
    assert (page.live, page.has_unpublished_changes) == (True, False)
    assert meaning(page) == [("tea", TEA)]
    assert "위" in stored(page)[0][1]


def test_copied_and_reverted_on_the_screens_while_off_the_block_is_kept(staff, page, switched):
    switched(False)
    first = page.save_revision()
    staff.post(edit_url(page), form(page, [("text", rich_text("<p>빈 쪽</p>"))], **PUBLISH))
    assert meaning(page) == []
    shown = staff.get(reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, first.pk]))
    assert shown.status_code == 200
    given = re.search(r"eyJ0eXBlIjoidGVh[\w:-]+", shown.text)[0]
    staff.post(edit_url(page), form(page, [("tea", {"locked": given})], **PUBLISH))
    assert meaning(page) == [("tea", TEA)]
    copied = {
        "new_title": "Copy",
        "new_slug": "copy",
        "new_parent_page": page.get_parent().pk,
        "publish_copies": "on",
    }
    staff.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), copied)
    assert meaning(StandardPage.objects.get(slug="copy")) == [("tea", TEA)]


PUBLISH = {"action-publish": "1"}
