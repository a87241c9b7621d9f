"""Every word of ours is there in Korean, with the values its English has."""

import re

import polib
import pytest
from django.apps import apps
from django.conf import settings

VALUES = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
CATALOGUES = sorted(
    path
    for path in settings.BASE_DIR.glob("**/locale/ko/LC_MESSAGES/*.po")
    if ".venv" not in path.parts and "examples" not in path.parts
)


def values(*texts: str) -> set[str]:
    """Return the placeholders of all the texts."""
    return {found for text in texts for found in VALUES.findall(text)}


def test_every_app_with_words_has_a_catalogue():
    homes = {path.parents[3] for path in CATALOGUES}
    for label in ("cms", "members", *(name.rsplit(".", 1)[-1] for name in settings.PLUGINS)):
        assert settings.BASE_DIR / apps.get_app_config(label).path in homes, label


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parents[3].name)
def test_a_catalogue_is_complete(path):
    for entry in polib.pofile(str(path)):
        if entry.obsolete:
            continue
        said = [entry.msgstr, *entry.msgstr_plural.values()]
        assert not entry.fuzzy, entry.msgid
        assert any(said), f"No Korean for {entry.msgid!r}"
        if "python-brace-format" in entry.flags or "python-format" in entry.flags:
            assert values(*said) <= values(entry.msgid, entry.msgid_plural), entry.msgid
