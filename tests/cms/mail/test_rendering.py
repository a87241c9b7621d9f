from dataclasses import replace

import pytest
from django.utils import translation

from cms.mail.message import build
from cms.mail.rendering import MASK, masked, one_line, render
from plugins.api import NotificationTemplate
from plugins.registry import contribution, registry

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_template_renders_from_its_sample_in_both_languages(language):
    templates = registry().by_kind.get(NotificationTemplate, ())
    for _label, template in templates:
        mail = render(template.key, template.sample, language=language)
        assert mail.subject, template.key
        assert "\n" not in mail.subject, template.key
        assert len(mail.text.strip()) > 20, template.key
        assert f'<html lang="{language}">' in mail.html, template.key
        assert "<h1" in mail.html, template.key
        assert "<title>" in mail.html, template.key
        assert "{{" not in mail.text + mail.html, template.key


def test_render_escapes_html_and_leaves_text_as_it_is(kind):
    mail = render(kind, {"title": "A & <b>", "url": "https://x.example/?a=1&b=2"}, language="ko")
    assert mail.subject == "A & <b>"
    assert "A & <b>\nhttps://x.example/?a=1&b=2\n" in mail.text
    assert "<h1>A &amp; &lt;b&gt;</h1>" in mail.html


def test_render_speaks_the_reader_s_language_whoever_sends(kind):
    with translation.override("ko"):
        english = render(kind, {"title": "x"}, language="en").text
    with translation.override("en"):
        korean = render(kind, {"title": "x"}, language="ko").text
    assert "Replies to it are not read" in english
    assert "Replies to it are not read" not in korean
    assert translation.get_language() == "ko"


def test_render_of_an_unknown_kind_is_a_lookup_error():
    with pytest.raises(LookupError):
        render("members.never", {}, language="ko")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("안내\r\nBcc: x@example.org", "안내 Bcc: x@example.org"),
        ("  a\u2028b\x00c\ud800 ", "a bc"),
        ("", ""),
    ],
)
def test_one_line_leaves_nothing_a_header_could_break_at(given, kept):
    assert one_line(given) == kept


def test_masked_hides_secrets_and_everything_of_a_plugin_that_has_gone(kind):
    assert masked("members.test_code", {"title": "123456", "url": "u"}) == {
        "title": MASK,
        "url": "u",
    }
    assert masked("gone.mail", {"code": "123456"}) == {}


def broken(context):
    raise ValueError("no colours left")


def test_pictures_are_made_when_the_mail_is_sent_and_a_mail_without_them_still_goes(
    contribute, queued, kind, settings
):
    drawn = []

    def pictures(context):
        drawn.append(context["title"])
        return {"mark@pumasi": b"\x89PNG"}

    template = contribution(NotificationTemplate, kind)
    contribute(replace(template, key="members.drawn", pictures=pictures))
    contribute(replace(template, key="members.torn", pictures=broken))
    row = queued(template="members.drawn")
    assert drawn == []
    [picture] = [part for part in build(row).message().walk() if part["Content-ID"]]
    assert (picture["Content-ID"], picture.get_payload(decode=True)) == (
        "<mark@pumasi>",
        b"\x89PNG",
    )
    assert drawn == ["첫 수업 안내"]
    settings.PLUGINS_RAISE = False
    mail = build(queued(template="members.torn"))
    assert mail.subject == "첫 수업 안내"
    assert mail.attachments == []
