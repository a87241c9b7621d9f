from dataclasses import replace

import pytest
from django.utils import translation

from cms.mail.message import build
from cms.mail.rendering import MASK, masked, one_line, render
from plugins.api import Attachment, CompleteMail, NotificationTemplate
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


def test_what_is_said_late_is_made_when_the_mail_is_sent(contribute, queued, kind):
    asked = []

    def complete(context, language):
        asked.append((dict(context), language))
        return CompleteMail(
            context={"title": f"{context['number']}번 자리"},
            attachments=[Attachment(filename="a.txt", content_type="text/plain", content=b"a")],
            pictures={"mark@pumasi": b"\x89PNG"},
        )

    template = contribution(NotificationTemplate, kind)
    contribute(replace(template, key="members.late", complete=complete))
    row = queued(template="members.late", context={"number": 3})
    assert asked == []
    message = build(row).message()
    assert asked == [({"number": 3}, "ko")]
    assert message["Subject"] == "3번 자리"
    [picture] = [part for part in message.walk() if part["Content-ID"]]
    assert (picture["Content-ID"], picture.get_content_disposition()) == (
        "<mark@pumasi>",
        "inline",
    )
    assert [part.get_filename() for part in message.walk() if part.get_filename()] == [
        "a.txt",
        "picture.png",
    ]
