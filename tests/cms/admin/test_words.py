"""The admin speaks Korean, unless somebody chooses otherwise."""

import re
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.utils.translation import gettext, override
from wagtail.users.models import UserProfile

from cms.admin.roles import ROLES
from cms.admin.words import audit_words

WORDS = Path(settings.BASE_DIR) / "cms/admin/wagtail_words/locale/ko/LC_MESSAGES/django.po"


def test_the_admin_is_korean_by_default_and_english_for_who_wants_it(staff_client):
    client = staff_client("editor")
    assert '<html lang="ko"' in client.get("/admin/").content.decode()
    profile = UserProfile.get_for_user(client.user)
    profile.preferred_language = "en"
    profile.save()
    assert '<html lang="en"' in client.get("/admin/").content.decode()


def test_every_role_and_host_action_has_korean_words():
    with override("ko"):
        words = [str(role.label) for role in ROLES.values()]
        words += [str(role.description) for role in ROLES.values()]
        words += [str(text) for action, text in audit_words().items() if action.startswith("cms.")]
    assert not [word for word in words if not re.search("[가-힣]", word)]


@pytest.mark.parametrize(
    ("english", "korean"),
    [
        ("Saved", "저장됨"),
        ("New: %(model_name)s", "새 %(model_name)s"),
        ("Filter by", "필터"),
        ("Toggle status", "상태 보기"),
    ],
)
def test_what_wagtail_leaves_in_english_is_filled(english, korean):
    with override("ko"):
        assert gettext(english) == korean


def test_the_fillings_use_no_value_wagtail_does_not_give():
    def values(text: str) -> set[str]:
        return set(re.findall(r"%\(\w+\)[sd]|\{\w*\}", text))

    for entry in polib.pofile(str(WORDS)):
        given = values(entry.msgid) | values(entry.msgid_plural)
        used = values(entry.msgstr) | set().union(*map(values, entry.msgstr_plural.values()))
        assert used <= given, entry.msgid


def test_the_fillings_come_after_our_own_words_and_before_wagtails():
    apps = settings.INSTALLED_APPS
    place = apps.index("cms.admin.wagtail_words")
    assert max(map(apps.index, ["cms", *settings.PLUGINS])) < place
    assert place < min(apps.index(name) for name in apps if name.startswith("wagtail"))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("chosen", "words"), [("", "페이지를 찾을 수 없습니다"), ("en", "This page is not here")]
)
def test_a_page_that_is_not_here_says_so_in_the_language_chosen(staff_client, chosen, words):
    client = staff_client("editor")
    if chosen:
        UserProfile.objects.create(user=client.user, preferred_language=chosen)
    answer = client.get("/admin/no-such-page/")
    assert answer.status_code == 404
    assert words in answer.text
    assert f'id="main" lang="{chosen or "ko"}"' in answer.text
