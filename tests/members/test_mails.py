"""Every mail of the members app, in both languages."""

import pytest

from cms.mail.rendering import render
from members.mails import templates

pytestmark = pytest.mark.django_db

KEYS = [template.key for template in templates()]
SAMPLES = {template.key: template.sample for template in templates()}


@pytest.mark.parametrize("key", KEYS)
def test_mail_speaks_both_languages(key):
    ko, en = (render(key, SAMPLES[key], language=language) for language in ("ko", "en"))
    for mail in (ko, en):
        assert mail.subject
        assert "\n" not in mail.subject
        for value in (v for k, v in SAMPLES[key].items() if k in {"code", "community", "by"}):
            if value in mail.text:
                assert value in mail.html
    assert ko.subject != en.subject
    assert any("가" <= char <= "힣" for char in ko.subject)
    hangul = [c for c in en.text if "가" <= c <= "힣"]
    names = "".join(str(value) for value in SAMPLES[key].values())
    frame = "품앗이 직장맘지원센터" + names
    assert [c for c in hangul if c not in frame] == []


@pytest.mark.parametrize("purpose", ["signup", "login", "password", "address"])
def test_code_stands_in_subject_text_and_html(purpose):
    values = {**SAMPLES["members.code"], "purpose": purpose}
    mail = render("members.code", values, language="ko")
    for part in (mail.subject, mail.text, mail.html):
        assert "482913" in part


def test_mail_escapes_what_people_typed():
    values = {**SAMPLES["members.invitation"], "community": "<b>달</b>\r\nBcc: x@example.org"}
    mail = render("members.invitation", values, language="ko")
    assert "<b>달" not in mail.html
    assert "\n" not in mail.subject
    assert "\r" not in mail.subject


def test_secrets_are_named():
    secrets = {template.key: template.secrets for template in templates() if template.secrets}
    assert secrets == {"members.code": ("code",), "members.invitation": ("url",)}
