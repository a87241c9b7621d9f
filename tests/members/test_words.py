import polib
from django.conf import settings

CATALOGUE = settings.BASE_DIR / "members" / "locale" / "ko" / "LC_MESSAGES" / "django.po"


def test_every_word_has_its_korean():
    catalogue = polib.pofile(str(CATALOGUE))
    assert [entry.msgid for entry in catalogue if not entry.translated()] == []
