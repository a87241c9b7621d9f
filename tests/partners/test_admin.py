import pytest
from django.urls import reverse

from cms.audit.models import Entry
from plugins.partners.admin import MouViewSet, PartnerViewSet, ResourceViewSet
from plugins.partners.models import Partner, Resource
from tests.partners.factories import MouFactory, PartnerFactory, ResourceFactory

pytestmark = pytest.mark.django_db

VIEWSETS = (PartnerViewSet, MouViewSet, ResourceViewSet)


def address(viewset, view, *args):
    return reverse(viewset().get_url_name(view), args=args)


@pytest.mark.parametrize("viewset", VIEWSETS)
def test_editor_opens_every_list_and_form(staff_client, viewset):
    client = staff_client("editor")
    record = {
        PartnerViewSet: PartnerFactory,
        MouViewSet: MouFactory,
        ResourceViewSet: ResourceFactory,
    }[viewset]()
    for url in (
        address(viewset, "index"),
        address(viewset, "add"),
        address(viewset, "edit", record.pk),
        address(viewset, "delete", record.pk),
        address(viewset, "index") + "?q=상담",
        address(viewset, "index") + "?export=xlsx",
    ):
        assert client.get(url).status_code == 200, url


@pytest.mark.parametrize("viewset", VIEWSETS)
def test_coordinator_looks_but_does_not_touch(staff_client, viewset):
    client = staff_client("coordinator")
    assert client.get(address(viewset, "index")).status_code == 200
    assert client.get(address(viewset, "add")).status_code == 302


@pytest.mark.parametrize("viewset", VIEWSETS)
def test_accountant_and_members_stay_outside(staff_client, member_client, viewset):
    assert staff_client("accountant").get(address(viewset, "index")).status_code == 302
    assert member_client.get(address(viewset, "index")).status_code in {302, 403}


def resource_form(**values):
    return {
        "title": "육아 상담실",
        "title_en": "",
        "kind": "family",
        "district": "guro",
        "phone": "02-123-4567",
        "link": "",
        "description": "",
        "description_en": "",
        "order": "100",
        "is_public": "on",
        **values,
    }


def test_every_change_of_an_entry_stands_in_the_audit_log(staff_client):
    client = staff_client("editor")
    client.post(address(ResourceViewSet, "add"), resource_form())
    resource = Resource.objects.get()
    client.post(address(ResourceViewSet, "edit", resource.pk), resource_form(phone="02-999-9999"))
    client.post(address(ResourceViewSet, "edit", resource.pk), resource_form(phone="02-999-9999"))
    client.post(address(ResourceViewSet, "delete", resource.pk))
    entries = list(Entry.objects.filter(subject_type="partners.resource").order_by("pk"))
    assert [(entry.action, entry.by) for entry in entries] == [
        ("partners.resource.added", client.user),
        ("partners.resource.changed", client.user),
        ("partners.resource.deleted", client.user),
    ]
    assert (entries[1].before, entries[1].after) == (
        {"phone": "02-123-4567"},
        {"phone": "02-999-9999"},
    )
    assert entries[2].before["title"] == "육아 상담실"
    assert not Resource.objects.exists()


def test_a_bad_number_is_refused_and_nothing_is_saved(staff_client):
    response = staff_client("editor").post(
        address(ResourceViewSet, "add"), resource_form(phone="call me")
    )
    assert response.status_code == 200
    assert not Resource.objects.exists()
    assert not Entry.objects.exists()


def test_a_partner_with_agreements_is_kept(staff_client):
    partner = MouFactory().partner
    response = staff_client("editor").post(address(PartnerViewSet, "delete", partner.pk))
    assert response.status_code in {302, 403}
    assert Partner.objects.filter(pk=partner.pk).exists()


@pytest.mark.many
def test_lists_ask_the_database_the_same_for_any_number_of_rows(staff_client):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = staff_client("editor")
    for viewset, factory in (
        (PartnerViewSet, PartnerFactory),
        (MouViewSet, MouFactory),
        (ResourceViewSet, ResourceFactory),
    ):
        counts = []
        for rows in (1, 2, 97):
            factory.create_batch(rows)
            client.get(address(viewset, "index"))
            with CaptureQueriesContext(connection) as captured:
                client.get(address(viewset, "index"))
            counts.append(len(captured))
        assert counts[0] == counts[1] == counts[2], (viewset, counts)
