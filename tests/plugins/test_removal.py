"""Removing a plug-in: what stands in the way, what is written, what goes and what stays."""

import json
import stat

import pytest
from django.conf import settings
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.core.management import CommandError, call_command
from django.db import connection

from cms.audit.models import Entry
from plugins import removal
from plugins.models import PluginState
from plugins.removal import Holdings, RemovalRefused, holdings, reasons_against, remove
from plugins.state import forget
from plugins.switches import switch

pytestmark = pytest.mark.skipif(
    "plugins.partners" not in settings.PLUGINS, reason="removes the partners"
)

NOTHING = Holdings(rows={})


def tables() -> set[str]:
    return {name for name in connection.introspection.table_names() if name.startswith("partners_")}


@pytest.fixture
def put_back(transactional_db):
    """Give the database its tables back, whatever the test did."""
    yield
    call_command("migrate", "partners", verbosity=0)
    ContentType.objects.clear_cache()


def test_remove_writes_the_rows_takes_the_tables_and_can_be_undone(put_back, tmp_path, capsys):
    from plugins.partners.models import Mou, Partner
    from tests.partners.factories import MouFactory

    mou = MouFactory()
    whole = (Partner.objects.values().get(), Mou.objects.values().get())
    path = tmp_path / "deep" / "partners.json"
    arguments = ("plugins", "remove", "partners", "--noinput", "--export", str(path))

    with pytest.raises(CommandError, match=r"^partners is switched on\."):
        call_command(*arguments)
    assert not path.exists()

    switch("partners", enabled=False, by=None)
    call_command(*arguments, "--dry-run")
    assert "2 rows would be written" in capsys.readouterr().out
    assert not path.exists()

    before = tables()
    call_command(*arguments)
    assert (tables(), len(before)) == (set(), 6)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [row["model"] for row in json.loads(path.read_text())] == [
        "partners.partner",
        "partners.mou",
    ]
    assert not ContentType.objects.filter(app_label="partners").exists()
    assert not Permission.objects.filter(codename="change_partner").exists()
    assert PluginState.objects.get(label="partners").enabled is False
    entry = Entry.objects.get(action="plugins.plugin.removed")
    assert (entry.subject_text, entry.before["partners.Partner"]) == ("partners: off", 1)

    call_command("migrate", "partners", verbosity=0)
    assert tables() == before
    call_command("loaddata", str(path), verbosity=0)
    assert (Partner.objects.values().get(), Mou.objects.values().get()) == whole
    assert Mou.objects.get() == mou
    assert Permission.objects.filter(codename="change_partner").exists()


def test_remove_never_writes_over_an_earlier_export(db, tmp_path):
    path = tmp_path / "partners.json"
    path.write_text("precious")
    PluginState.objects.create(label="partners", enabled=False)
    forget()
    with pytest.raises(CommandError, match="is there already; nothing was changed"):
        call_command("plugins", "remove", "partners", "--noinput", "--export", str(path))
    assert path.read_text() == "precious"
    assert tables()


def test_remove_asks_and_takes_no_other_word_for_it(db, tmp_path, monkeypatch):
    PluginState.objects.create(label="partners", enabled=False)
    monkeypatch.setattr("builtins.input", lambda _question: "yes")
    with pytest.raises(CommandError, match=r"^Nothing was changed\.$"):
        call_command("plugins", "remove", "partners", "--export", str(tmp_path / "a.json"))
    assert list(tmp_path.iterdir()) == []


def test_holdings_count_rows_and_what_others_point_with(db, home, member):
    from cms.files.models import StoredFile

    members = holdings("members")
    assert members.rows["members.User"] == 1
    assert members.incoming["files.StoredFile.uploaded_by"] == StoredFile.objects.count() == 0
    Entry.objects.create(action="a", subject_type="b", subject_id="1", by=member)
    assert holdings("members").incoming["audit.Entry.by"] == 1
    assert any(name.startswith("files.") for name in members.dependents)


def test_pages_of_its_types_stand_in_the_way(db, home):
    from plugins.partners.pages import PartnerIndexPage

    assert holdings("partners").halves == {}
    home.add_child(instance=PartnerIndexPage(title="협약기관", slug="partners"))
    held = holdings("partners")
    assert held.halves == {"partners.PartnerIndexPage": 1}
    PluginState.objects.create(label="partners", enabled=False)
    [why] = reasons_against("partners", held)
    assert why.startswith("1 rows of partners.PartnerIndexPage are one half of a record")


@pytest.mark.parametrize(
    ("held", "why"),
    [
        (NOTHING, []),
        (Holdings(rows={}, incoming={"a.B.c": 0}), []),
        (
            Holdings(rows={}, incoming={"a.B.c": 2}),
            ["a.B.c points to it in 2 rows. Delete them, or empty the field."],
        ),
        (
            Holdings(rows={}, dependents=("a.0002_more",)),
            ["The migration a.0002_more of another app depends on its own. Remove that app first."],
        ),
    ],
)
def test_reasons_against_name_each_hindrance(db, held, why):
    PluginState.objects.create(label="partners", enabled=False)
    assert reasons_against("partners", held) == why


def test_what_no_site_can_do_without_stays(db):
    assert reasons_against("members", NOTHING) == ["members is part of every site and stays."]


def test_what_others_require_stays(db, monkeypatch, plugin):
    from plugins.survey import make_survey

    found = make_survey([plugin("base"), plugin("near", requires=("base",))])
    monkeypatch.setattr(removal, "registry", lambda: found)
    PluginState.objects.create(label="base", enabled=False)
    assert reasons_against("base", NOTHING) == ["near requires it. Take near out of PLUGINS first."]


def test_remove_itself_refuses_too(db):
    with pytest.raises(RemovalRefused, match="is switched on"):
        remove("partners")
    with pytest.raises(RemovalRefused, match="No plug-in gone is installed"):
        remove("gone")
    assert tables()
