"""What changed is new at the next request, in every process."""

import json
import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.test import Client
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from plugins.models import PluginState
from plugins.state import is_enabled
from plugins.survey import survey
from plugins.switches import switch
from tests.cms.factories import LinkPageFactory, PageFactory

pytestmark = pytest.mark.django_db(transaction=True)


def standard(**fields):
    from cms.models import StandardPage

    class Factory(PageFactory):
        class Meta:
            model = StandardPage

    return Factory(**fields)


@pytest.fixture
def page():
    return standard(title="첫 제목", slug="about")


def shows(visitor, text, address="/about/"):
    """Return whether the page shows the text, asked for twice so that the second may be kept."""
    answers = [visitor.get(address) for _ in range(2)]
    assert answers[0].content == answers[1].content
    return text in answers[1].content.decode()


def test_publishing_shows_at_the_next_request(visitor, page):
    assert shows(visitor, "첫 제목")
    page.title = "새 제목"
    page.save_revision().publish()
    assert shows(visitor, "새 제목")


def test_a_draft_does_not_show_and_throws_nothing_away(visitor, page, no_queries):
    assert shows(visitor, "첫 제목")
    page.title = "초안"
    page.save_revision()
    with no_queries():
        assert shows(visitor, "첫 제목")


@pytest.mark.parametrize(
    ("how", "status"), [("unpublish", 404), ("delete", 404), ("move", 301), ("slug", 301)]
)
def test_what_goes_is_gone_at_the_next_request(visitor, page, how, status):
    other = LinkPageFactory(slug="other")
    assert visitor.get("/about/").status_code == 200
    if how == "unpublish":
        page.unpublish()
    elif how == "delete":
        Page.objects.get(pk=page.pk).delete()
    elif how == "move":
        Page.objects.get(pk=page.pk).move(Page.objects.get(pk=other.pk), pos="last-child")
    else:
        page.slug = "anew"
        page.save_revision().publish()
    assert visitor.get("/about/").status_code == status


def test_settings_snippets_redirects_and_sites_are_heard(visitor, page):
    from cms.pagecache.version import version

    def changes(act):
        before = version().read()
        act()
        return version().read() != before

    from cms.models import CentreSettings

    site = Site.objects.get()
    assert changes(lambda: CentreSettings.load().save())
    assert changes(lambda: Redirect.objects.create(old_path="/x", redirect_link="/y"))
    assert changes(Redirect.objects.get().delete)
    assert changes(site.save)
    assert changes(lambda: PluginState.objects.create(label="events", enabled=False))
    assert not changes(lambda: page.save_revision(log_action=True))


def test_preview_is_never_answered_with_the_published_page(visitor, page):
    assert shows(visitor, "첫 제목")
    page.title = "미리 본 제목"
    preview = page.make_preview_request()
    assert "미리 본 제목" in preview.content.decode()
    assert shows(visitor, "첫 제목")


def test_switched_plugin_is_off_at_the_next_request_whatever_a_process_remembers(
    visitor, page, monkeypatch, settings
):
    from plugins import state

    settings.PLUGIN_STATE_SECONDS = 3600
    seen = []
    from cms.models import StandardPage

    original = StandardPage.serve

    def serve(self, request, *args, **kwargs):
        seen.append(state.is_enabled("events"))
        return original(self, request, *args, **kwargs)

    monkeypatch.setattr(state, "effective", frozenset)
    monkeypatch.setattr(StandardPage, "serve", serve)
    state.forget()
    visitor.get("/about/")
    # Another process switches: this one's own memory of the switches is not told.
    PluginState.objects.create(label="events", enabled=False)
    visitor.get("/about/")
    assert seen == [True, False]


def test_each_turn_of_a_switch_is_seen_at_the_next_request(visitor, page, monkeypatch, settings):
    from cms.models import StandardPage

    label = next(label for label, config in survey().plugins.items() if config.can_disable)
    settings.PLUGIN_STATE_SECONDS = 3600
    seen, original = [], StandardPage.serve

    def serve(self, request, *args, **kwargs):
        seen.append(is_enabled(label))
        return original(self, request, *args, **kwargs)

    monkeypatch.setattr(StandardPage, "serve", serve)
    for enabled in (False, True, False, True):
        switch(label, enabled=enabled, by=None)
        visitor.get("/about/")
        visitor.get("/about/")
    assert seen == [False, True, False, True]


CHILD = """
    import json, sys
    from pathlib import Path
    import django
    from django.conf import settings
    from cms.settings import test
    django.setup()
    from django.db import connection
    name, var = sys.argv[1:]
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name
    settings.VAR_DIR = Path(var)
    settings.PAGE_CACHE = {"SECONDS": 60, "MEGABYTES": 4, "VERSION": "file"}
    from django.test import Client
    visitor = Client(headers={"host": "localhost"})
    queries = 0
    def count(execute, *args):
        global queries
        queries += 1
        return execute(*args)
    with connection.execute_wrapper(count):
        for line in sys.stdin:
            queries = 0
            answer = visitor.get(line.strip())
            title = answer.content.decode().partition("<title>")[2].partition("</title>")[0]
            print(json.dumps([answer.status_code, title, queries]), flush=True)
"""


class OtherProcess:
    """Another web process of the same installation."""

    def __init__(self, var: Path) -> None:
        name = str(connection.settings_dict["NAME"])
        self.child = subprocess.Popen(
            [sys.executable, "-c", textwrap.dedent(CHILD), name, str(var)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={
                **os.environ,
                "PYTHONPATH": str(django_settings.BASE_DIR),
                "DJANGO_SETTINGS_MODULE": "cms.settings.test",
            },
        )

    def get(self, address):
        self.child.stdin.write(f"{address}\n")
        self.child.stdin.flush()
        return json.loads(self.child.stdout.readline())

    def end(self):
        self.child.communicate()


def test_two_processes_show_a_change_at_the_next_request(kept, page, settings):
    other = OtherProcess(settings.VAR_DIR)
    try:
        visitor = Client(headers={"host": "localhost"})
        for turn in range(5):
            title = f"제목 {turn}"
            page.title = title
            page.save_revision().publish()
            status, shown, _queries = other.get("/about/")
            assert (status, title in shown) == (200, True)
            assert title in visitor.get("/about/").content.decode()
            status, shown, queries = other.get("/about/")
            assert (status, title in shown, queries) == (200, True, 0)
        page.unpublish()
        assert other.get("/about/")[0] == 404
    finally:
        other.end()
