"""What the components write: the right attributes, the right links, nothing inline."""

import re
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.template import Context, Template
from django.template.loader import render_to_string
from django.utils.translation import override

from cms.design.fields import WonField

TEMPLATES = Path(settings.BASE_DIR) / "templates"
STATIC = Path(settings.BASE_DIR) / "cms" / "static" / "cms"


class Answers(forms.Form):
    title = forms.CharField(max_length=5, help_text="Short")
    text = forms.CharField(max_length=10, widget=forms.Textarea)
    way = forms.ChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    money = WonField(required=False)
    yes = forms.BooleanField()
    mark = forms.CharField(widget=forms.HiddenInput, required=False)


def included(component, /, **values):
    with override("en"):
        return re.sub(r"\s+", " ", render_to_string(f"design/{component}.html", values)).strip()


def test_every_component_says_its_arguments():
    for path in (TEMPLATES / "design").glob("*.html"):
        text = path.read_text()
        assert text.startswith("{% comment %}"), path
        assert re.search(
            r"argument|part of", text[: text.index("{% endcomment %}")], re.IGNORECASE
        ), path


def test_no_template_carries_inline_style_or_script():
    inline = re.compile(
        r"""\sstyle\s*=|\son[a-z]+\s*=\s*["']|<style|javascript:|hx-on""", re.IGNORECASE
    )
    for path in TEMPLATES.rglob("*.html"):
        if "mail" in path.parts:
            continue  # mail programs know only inline styles
        if path == TEMPLATES / "privacy" / "archive.html":
            continue  # a file to take along: it is opened from a disk, without our style sheets
        text = path.read_text()
        assert not inline.search(text), path
        for attributes, script in re.findall(r"<script([^>]*)>(.*?)</script>", text, re.DOTALL):
            # Data for a script is not a script: browsers do not run it.
            data = re.search(r'type="application/(ld\+)?json"', attributes)
            assert data or not script.strip(), path


def test_every_icon_asked_for_is_in_the_sprite():
    sprite = set(re.findall(r'<symbol id="([a-z-]+)"', (STATIC / "img/icons.svg").read_text()))
    asked = set()
    for path in TEMPLATES.rglob("*.html"):
        text = path.read_text()
        asked |= set(re.findall(r'design/icon.html" with name="([^"]+)"', text))
        asked |= set(re.findall(r'design/\w+\.html" with [^%]*?\bicon="([^"]+)"', text))
    assert asked
    assert asked <= sprite


def test_style_sheets_name_no_outside_address():
    for path in (STATIC / "css").glob("*.css"):
        assert not re.search(r"https?://|@import", path.read_text()), path


def test_button_is_a_link_when_it_has_an_address():
    assert included("button", label="Go <now>", href="/x/?a=1&b=2", kind="secondary") == (
        '<a class="button button--secondary" href="/x/?a=1&amp;b=2"><span>Go &lt;now&gt;</span></a>'
    )


def test_button_sends_by_default():
    assert included("button", label="Go", name="act", value="1") == (
        '<button class="button button--primary" type="submit" name="act" value="1">'
        "<span>Go</span></button>"
    )


def test_meter_has_number_word_and_bar():
    html = included("meter", value=22, maximum=30, label="8 left")
    assert "22/30" in html
    assert "8 left" in html
    assert 'width="73%"' in html


def test_field_names_hint_error_and_count_in_reading_order():
    form = Answers({"title": "too long", "text": "", "way": "", "yes": ""})
    html = included("field", field=form["title"])
    assert 'aria-describedby="id_title_helptext id_title_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_title_helptext"' in html
    assert 'id="id_title_error"' in html
    text = included("field", field=form["text"])
    assert 'aria-describedby="id_text_error id_text_count"' in text
    assert 'data-limit="10"' in text
    assert "maxlength" not in text


def test_choices_stand_under_one_legend():
    html = included("field", field=Answers({})["way"])
    assert html.count("<fieldset") == html.count("<legend") == 1
    assert '<fieldset aria-describedby="id_way_error">' in html
    assert [f'for="id_way_{at}"' in html for at in (0, 1)] == [True, True]


def test_optional_fields_say_so():
    assert "(optional)" in included("field", field=Answers()["money"])
    assert "(optional)" not in included("field", field=Answers()["title"])


def test_hidden_field_is_only_itself():
    assert included("field", field=Answers()["mark"]) == (
        '<input type="hidden" name="mark" id="id_mark">'
    )


def test_error_summary_links_each_error_to_its_control():
    form = Answers({"title": "too long"})
    form.full_clean()
    form.add_error(None, "Together it is wrong.")
    html = included("error_summary", form=form)
    assert re.findall(r'href="(#[^"]+)"', html) == ["#id_title", "#id_text", "#id_way_0", "#id_yes"]
    assert "<li>Together it is wrong.</li>" in html


def test_error_summary_gathers_several_forms_and_is_absent_without_errors():
    good, bad = Answers(), Answers({}, prefix="second")
    assert 'href="#id_second-title"' in included("error_summary", forms=[good, bad])
    assert included("error_summary", forms=[good]) == ""
    assert included("error_summary", form=good) == ""


def test_form_sends_files_and_token():
    class WithFile(forms.Form):
        paper = forms.FileField()

    html = included("form", form=WithFile(), csrf_token="abc", submit_label="Send")
    assert 'enctype="multipart/form-data"' in html
    assert 'name="csrfmiddlewaretoken" value="abc"' in html
    assert "novalidate" in html
    html = included("form", form=Answers(), method="get")
    assert "csrf" not in html
    assert "multipart" not in html


def test_pagination_keeps_the_other_parameters():
    page = Paginator(range(1000), 50).page(7)
    html = included("pagination", page_obj=page, query="q=육아&page=7")
    assert 'href="?q=%EC%9C%A1%EC%95%84&amp;page=8" rel="next"' in html
    assert '<span aria-current="page">' in html
    assert included("pagination", page_obj=Paginator([1], 50).page(1)) == ""


def test_breadcrumbs_do_not_link_the_page_itself():
    html = included(
        "breadcrumbs", items=[{"label": "Home", "url": "/"}, {"label": "Here", "url": "/h/"}]
    )
    assert html.count("<a ") == 1
    assert '<span aria-current="page">Here</span>' in html


@pytest.mark.parametrize(
    ("typed", "won"), [("1,250,000원", 1_250_000), (" 2 000 ", 2000), ("0", 0), ("", None)]
)
def test_won_field_reads_money_as_people_write_it(typed, won):
    assert WonField(required=False).clean(typed) == won


@pytest.mark.parametrize("typed", ["-1", "1.5", "많이", "１２.３"])
def test_won_field_refuses_what_is_not_whole_won(typed):
    with pytest.raises(forms.ValidationError):
        WonField().clean(typed)


def test_won_input_shows_thousands_and_keeps_what_was_typed():
    assert 'value="1,250,000"' in str(Answers({"money": "1250000"})["money"])
    assert 'value="많이"' in str(Answers({"money": "많이"})["money"])


def test_attributes_leave_out_what_is_empty():
    template = Template("{% load design %}<i{% attributes id=a data_x=b aria_label=c hidden=d %}>")
    html = template.render(Context({"a": "", "b": '"', "c": 0, "d": True}))
    assert html == '<i aria-label="0" data-x="&quot;" hidden>'
