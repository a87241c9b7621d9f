"""Organisations other plug-ins know of, beside partners and as their beginning."""

import logging
from urllib.parse import quote_plus

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.privacy.models import Look
from plugins.api import Organisation, OrganisationSource
from plugins.partners.models import Partner
from plugins.registry import registry
from plugins.state import remember
from tests.cms.conftest import contribute
from tests.partners.factories import PartnerFactory

__all__ = ["contribute"]

pytestmark = pytest.mark.django_db
KNOWN = "/admin/partner/known/"


@pytest.fixture
def lending(contribute, monkeypatch):
    """A plug-in that lends toys to nurseries, with a person to call at each."""
    monkeypatch.setitem(registry().by_kind, OrganisationSource, ())
    asked = []

    def organisations(words, limit):
        asked.append((words, limit))
        return [
            Organisation(
                name=name,
                district="guro",
                times=3,
                path="/admin/toys/7/",
                contact="원장 선생님",
                email="head@nursery.example",
            )
            for name in ("해바라기어린이집", "새싹어린이집")
            if words in name
        ]

    contribute(
        OrganisationSource(
            key="toys.borrowers",
            label="Toy lending",
            organisations=organisations,
            contacts_permission="partners.view_mou",
        ),
        label="toys",
    )
    return asked


@pytest.fixture
def strangers(lending, contribute):
    """The same, but whose contacts nobody here may see."""
    [(label, source)] = registry().by_kind[OrganisationSource]
    registry().by_kind[OrganisationSource] = ()
    contribute(
        OrganisationSource(
            key="toys.strangers", label="Toy lending", organisations=source.organisations
        ),
        label=label,
    )


def test_they_stand_in_a_list_with_a_way_to_begin_a_partner(lending, staff_client):
    editor = staff_client("editor")
    PartnerFactory(name="새싹어린이집")
    assert KNOWN in editor.get("/admin/partner/").text
    page = editor.get(KNOWN)
    assert "Toy lending (3)" in page.text
    assert "원장 선생님" in page.text
    begin = f"/admin/partner/new/?name={quote_plus('해바라기어린이집')}&amp;district=guro"
    assert begin in page.text
    assert quote_plus("새싹어린이집") not in page.text  # is one already
    form = editor.get("/admin/partner/new/", {"name": "해바라기어린이집", "district": "guro"})
    assert 'value="해바라기어린이집"' in form.text
    for bad in ({"name": "가" * 500, "district": "?"}, {"name": "\x00"}):
        assert editor.get("/admin/partner/new/", bad).status_code == 200
    assert lending == [("", 50)]


def test_beside_a_partner_it_says_where_else_it_is_known(lending, staff_client):
    editor = staff_client("editor")
    partner = PartnerFactory(name="해바라기어린이집")
    assert "Toy lending (3)" in editor.get(f"/admin/partner/edit/{partner.pk}/").text
    other = PartnerFactory(name="다른 기관")
    assert "Toy lending" not in editor.get(f"/admin/partner/edit/{other.pk}/").text


def test_looks_at_contacts_are_recorded_and_others_see_none(lending, strangers, staff_client):
    page = staff_client("editor").get(KNOWN)
    assert "해바라기어린이집" in page.text
    assert "head@nursery.example" not in page.text
    assert Look.objects.count() == 0


def test_each_look_at_a_contact_leaves_a_line(lending, staff_client):
    editor = staff_client("editor")
    editor.get(KNOWN, {"q": "새싹"})
    [look] = Look.objects.all()
    assert (look.purpose, look.subject, look.by_id) == ("partners.known", "새싹", editor.user.pk)


def test_who_may_not_see_partners_sees_none_and_coordinators_begin_none(lending, staff_client):
    assert staff_client("accountant").get(KNOWN).status_code == 302
    page = staff_client("coordinator").get(KNOWN)
    assert page.status_code == 200
    assert "/admin/partner/new/" not in page.text


def test_a_source_that_is_off_is_left_out(lending, staff_client):
    editor = staff_client("editor")
    assert "해바라기어린이집" in editor.get(KNOWN).text
    remember(frozenset({"toys"}))
    assert "해바라기어린이집" not in editor.get(KNOWN).text


def test_a_source_that_fails_is_named_and_left_out(contribute, staff_client, settings, caplog):
    def breaks(words, limit):
        raise RuntimeError("no")

    contribute(
        OrganisationSource(key="toys.broken", label="Toys", organisations=breaks), label="toys"
    )
    settings.PLUGINS_RAISE = False
    with caplog.at_level(logging.ERROR, "pumasi.plugins"):
        assert staff_client("editor").get(KNOWN).status_code == 200
    assert "its contribution toys.broken failed at " in caplog.text


def test_the_list_asks_as_often_for_many(staff_client):
    if not apps.is_installed("events"):
        pytest.skip("the organisations are those of the classes, which are not installed")
    from tests.events.factories import make_request

    coordinator = staff_client("coordinator")
    counts = []
    made = 0
    for more in (1, 2, 20):
        for _each in range(more):
            made += 1
            make_request(organisation=f"학교 {made}")
        coordinator.get(KNOWN)
        with CaptureQueriesContext(connection) as queries:
            page = coordinator.get(KNOWN)
        counts.append(len(queries))
    assert len(set(counts)) == 1
    assert "school@organisation.example" in page.text
    assert Partner.objects.count() == 0
