"""The staff form of a plug-in's settings: who sees it, what it takes, what it leaves behind."""

import pytest
from django.urls import reverse

from cms.audit.models import Entry
from cms.pagecache import version
from members.limits import InvitationLimits
from plugins.api import SettingsPanel, current
from plugins.models import PluginSettings
from plugins.state import remember
from tests.cms.conftest import contribute

__all__ = ["contribute"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def address():
    return reverse("staff:plugin_settings", args=["members"])


def test_an_administrator_changes_them_and_it_is_in_force_and_audited(staff_client, address):
    client = staff_client("administrator")
    page = client.get(address).text
    assert 'name="days" value="14"' in page
    assert address in client.get("/admin/").text
    done = client.post(address, {"days": "30", "a_day": "50"})
    assert (done.status_code, done["Location"]) == (302, address)
    assert current(InvitationLimits) == InvitationLimits(days=30)
    entry = Entry.objects.get(action="plugins.settings.changed")
    assert (entry.before, entry.after, entry.by) == ({"days": 14}, {"days": 30}, client.user)
    assert entry.subject_text == "members"


def test_what_is_not_allowed_is_said_and_stays_as_typed(staff_client, address):
    page = staff_client("administrator").post(address, {"days": "600", "a_day": "many"})
    assert page.status_code == 200
    assert 'name="days" value="600"' in page.text
    assert 'name="a_day" value="many"' in page.text
    assert "60" in page.context["form"].errors["days"][0]
    assert not PluginSettings.objects.exists()


def test_others_neither_find_nor_open_them(staff_client, address):
    client = staff_client("editor")
    assert address not in client.get("/admin/").text
    assert client.get(address)["Location"] == reverse("wagtailadmin_home")


def test_a_panel_names_its_own_permission_and_is_gone_while_its_plugin_is_off(
    staff_client, contribute
):
    contribute(
        SettingsPanel(
            key="toys.settings",
            label="Toys",
            values=InvitationLimits,
            requires_permission="members.view_user",
        ),
        label="toys",
    )
    address = reverse("staff:plugin_settings", args=["toys"])
    client = staff_client("administrator")
    client.user.groups.get().permissions.filter(codename="change_pluginsettings").delete()
    assert client.get(address).status_code == 200
    remember(frozenset({"toys"}))
    assert client.get(address).status_code == 404
    assert address not in client.get("/admin/").text
    assert client.get(reverse("staff:plugin_settings", args=["nobody"])).status_code == 404


def test_a_change_renews_the_public_pages(staff_client, address, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    settings.PAGE_CACHE = {"VERSION": "file"}
    version._file_version.cache_clear()
    try:
        before = version.version().read()
        staff_client("administrator").post(address, {"days": "30", "a_day": "50"})
        assert version.version().read() != before
    finally:
        version._file_version.cache_clear()
