"""What stands around the pages of people who are signed in: remembered, and never stale."""

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Site

from cms.models import CentreSettings
from cms.navigation import site_of
from cms.pagecache import remembered as module
from cms.pagecache.remembered import remembered
from cms.pagecache.version import touch
from tests.cms.factories import CentreSettingsFactory, StandardPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def reads():
    """Return ``read()`` and what it has returned so far."""
    found = []

    def read():
        found.append(len(found))
        return found[-1]

    return read, found


def test_it_is_read_once_until_something_changes(kept, reads):
    read, found = reads
    assert [remembered("a", read), remembered("a", read), remembered("b", read)] == [0, 0, 1]
    touch()
    assert remembered("a", read) == 2
    assert found == [0, 1, 2]


def test_it_is_read_again_after_a_minute(kept, reads, monkeypatch):
    read, _found = reads
    remembered("a", read)
    soon = module.time.monotonic() + 59
    monkeypatch.setattr(module.time, "monotonic", lambda: soon)
    assert remembered("a", read) == 0
    monkeypatch.setattr(module.time, "monotonic", lambda: soon + 2)
    assert remembered("a", read) == 1


@pytest.mark.django_db(transaction=True)
def test_nothing_is_remembered_of_a_change_that_may_still_be_taken_back(kept, reads):
    read, _found = reads
    with transaction.atomic():
        touch()
        assert [remembered("a", read), remembered("a", read)] == [0, 1]
    assert [remembered("a", read), remembered("a", read)] == [2, 2]


def test_nothing_is_remembered_where_no_page_is_kept(settings, reads):
    settings.PAGE_CACHE = None
    read, _found = reads
    assert [remembered("a", read), remembered("a", read)] == [0, 1]


@pytest.mark.django_db(transaction=True)
def test_a_member_sees_a_new_name_and_a_new_menu_at_once(kept, home, member):
    CentreSettingsFactory(name="품앗이 센터")
    client = Client(headers={"host": "localhost"})
    client.force_login(member, "django.contrib.auth.backends.ModelBackend")

    def page():
        with CaptureQueriesContext(connection) as asked:
            text = client.get("/my/").text
        return text, len(asked)

    page()  # Wagtail keeps the site's root paths in the cache
    module.forget()
    first, asked = page()
    again, asked_again = page()
    assert "품앗이 센터" in first
    assert asked_again == asked - 2
    centre = CentreSettings.load()
    centre.name = "새 이름 센터"
    centre.save()
    StandardPageFactory(title="새 메뉴", show_in_menus=True)
    changed, asked_anew = page()
    assert "새 이름 센터" in changed
    assert "새 메뉴" in changed
    assert asked_anew >= asked
    assert "품앗이 센터" not in changed
    assert "새 메뉴" not in again


@pytest.mark.django_db(transaction=True)
def test_another_site_for_the_host_is_noticed_at_once(kept, settings, home, home_en, rf):
    settings.ALLOWED_HOSTS = ["www.centre.example", "other.example"]
    site = Site.objects.get(is_default_site=True)

    def found(host):
        with CaptureQueriesContext(connection) as asked:
            return site_of(rf.get("/", headers={"host": host})).root_page_id, len(asked)

    first, _asked = found("www.centre.example")
    assert found("www.centre.example") == (first, 0)
    Site.objects.create(hostname="www.centre.example", root_page=home_en)
    assert found("www.centre.example")[0] == home_en.pk
    assert found("other.example")[0] == site.root_page_id


def test_a_host_that_visitors_make_up_is_not_remembered(kept, settings, home, rf):
    settings.ALLOWED_HOSTS = [".centre.example"]
    for name in ("a", "b", "c"):
        site_of(rf.get("/", headers={"host": f"{name}.centre.example"}))
    assert not [key for key in module._remembered if "site" in key]


def test_the_site_is_that_of_the_host_a_proxy_names(kept, settings, home, home_en, rf):
    settings.ALLOWED_HOSTS = ["inside.example", "en.example"]
    settings.USE_X_FORWARDED_HOST = True
    Site.objects.create(hostname="en.example", root_page=home_en)
    headers = {"host": "inside.example", "x-forwarded-host": "en.example"}
    assert site_of(rf.get("/", headers={"host": "inside.example"})).root_page_id != home_en.pk
    assert site_of(rf.get("/", headers=headers)).root_page_id == home_en.pk
