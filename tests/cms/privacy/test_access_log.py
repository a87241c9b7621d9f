"""The access log: every look in it, none changed, none lost, and cut only at its oldest end."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test import RequestFactory
from django.utils import timezone

from cms.privacy import chain, retention
from cms.privacy.access import looked_at, network_of
from cms.privacy.models import Chain, Destruction, Look, LookedAt
from cms.privacy.triggers import REMOVE
from tests.members.factories import CommunityFactory, UserFactory
from tests.processes import at_once

pytestmark = pytest.mark.django_db


def write(number=1, **said):
    """Write some rows, a day apart, the last one now."""
    now = timezone.now()
    for back in reversed(range(number)):
        chain.append(
            **{
                "at": now - timedelta(days=back),
                "by_id": 1,
                "people": [2, 3],
                "purpose": "members.person",
                **said,
            }
        )


def without_triggers():
    with connection.cursor() as cursor:
        for statement in REMOVE[connection.vendor]:
            cursor.execute(statement)


def test_a_look_names_who_whose_what_why_and_from_which_network(staff_user):
    staff, member = staff_user("coordinator"), UserFactory()
    request = RequestFactory().get("/", REMOTE_ADDR="203.0.113.77")
    request.user = staff
    look = looked_at(request, [member, staff], "members.person", subject="x", reason="because")
    assert (look.by_id, look.purpose, look.subject, look.reason) == (
        staff.pk,
        "members.person",
        "x",
        "because",
    )
    assert look.network == "203.0.113.0/24"
    assert [one.person_id for one in look.people.all()] == [member.pk]
    assert looked_at(request, [staff], "members.person") is None
    six = RequestFactory().get("/", REMOTE_ADDR="2001:db8:1:2::7")
    assert network_of(six) == "2001:db8:1::/48"


def test_an_untouched_chain_holds():
    assert chain.verify() == chain.Proof(0)
    write(3)
    assert chain.verify() == chain.Proof(3)
    call_command("verifyaccesslog")


@pytest.mark.parametrize("model", [Look, LookedAt])
def test_the_database_refuses_to_change_or_delete_a_row(model):
    write(2)
    table = model._meta.db_table
    for statement in (f"UPDATE {table} SET id = id", f"DELETE FROM {table}"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    with pytest.raises(DatabaseError), transaction.atomic():
        Chain.objects.update(number=0)
    with pytest.raises(DatabaseError), transaction.atomic():
        Chain.objects.all().delete()
    assert chain.verify() == chain.Proof(2)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's own way past a trigger")
def test_insert_or_replace_does_not_slip_past():
    write(1)
    columns = "id, number, at, by_id, purpose, subject, reason, network, key_mark, digest"
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"INSERT OR REPLACE INTO privacy_look ({columns}) SELECT {columns} FROM privacy_look"
        )


@pytest.mark.parametrize(
    ("harm", "number"),
    [
        (lambda: Look.objects.filter(number=2).update(reason="other"), 2),
        (lambda: LookedAt.objects.filter(look__number=2, person_id=3).delete(), 2),
        (lambda: LookedAt.objects.filter(look__number=2, person_id=3).update(person_id=9), 2),
        (lambda: Look.objects.filter(number=2).delete(), 2),
        (lambda: Look.objects.filter(number=4).delete(), 4),
        (lambda: Chain.objects.update(cut_number=2, cut_digest="", cut_seal=""), 2),
    ],
)
def test_who_gets_past_the_triggers_breaks_the_chain_there(harm, number):
    write(4)
    without_triggers()
    harm()
    proof = chain.verify()
    assert (bool(proof.fault), proof.number) == (True, number)
    with pytest.raises(CommandError, match=f"^Row {number} is broken"):
        call_command("verifyaccesslog")


def test_the_newest_rows_cannot_be_cut_off_with_the_mark_moved_back():
    write(4)
    third = Look.objects.get(number=3)
    without_triggers()
    Look.objects.filter(number=4).delete()
    Chain.objects.update(number=3, digest=third.digest)
    assert chain.verify().fault == "the mark of the newest row is not the site's"


def test_a_rewriter_without_the_key_cannot_mend_the_chain(settings):
    write(2)
    without_triggers()
    key = settings.SECRET_KEY
    settings.SECRET_KEY = "guessed"
    Look.objects.all().delete()
    Chain.objects.all().delete()
    write(2)
    assert chain.verify() == chain.Proof(2)
    settings.SECRET_KEY = key
    assert chain.verify().fault == "its key is not among the site's"


def test_a_new_key_breaks_nothing_while_the_former_is_known(settings):
    write(2)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another"
    write(1)
    assert chain.verify() == chain.Proof(3)


def test_what_is_two_years_old_is_cut_off_recorded_and_the_rest_still_holds():
    write(800)
    retention.run()
    record = Destruction.objects.get(rule="cms.access_log")
    assert record.number == 800 - 730
    assert chain.verify() == chain.Proof(730)
    assert LookedAt.objects.count() == 2 * 730
    assert Chain.objects.get().cut_number == 70
    write(1)
    assert chain.verify() == chain.Proof(731)


@pytest.mark.race
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_processes_that_write_at_once_fork_no_chain():
    outcomes = at_once([lambda: write(1) for _ in range(24)], processes=4)
    assert outcomes == {"None": 24}
    assert chain.verify() == chain.Proof(24)


def test_administrators_read_it_and_find_a_person(staff_client):
    member = UserFactory(name="햇살")
    client = staff_client("administrator")
    write(1, by_id=client.user.pk, people=[member.pk])
    write(1, by_id=client.user.pk, people=[UserFactory(name="달빛").pk])
    page = client.get("/admin/access-log/").text
    assert "햇살" in page
    assert "달빛" in page
    page = client.get("/admin/access-log/", {"person": "햇살"}).text
    assert "달빛" not in page
    assert staff_client("coordinator").get("/admin/access-log/").status_code == 302


def test_looking_at_a_person_a_community_and_a_list_is_recorded(staff_client):
    client = staff_client("coordinator")
    community = CommunityFactory(members=[UserFactory()])
    client.get(f"/admin/people/inspect/{community.leader_id}/")
    client.get(f"/admin/communities/inspect/{community.pk}/")
    assert list(Look.objects.values_list("purpose", flat=True)) == [
        "members.community",
        "members.person",
    ]


def test_an_export_leaves_the_house_only_with_a_reason(staff_client):
    client = staff_client("coordinator")
    community = CommunityFactory()
    assert "reason" in client.get("/admin/communities/export/").text
    assert client.post("/admin/communities/export/", {"reason": ""}).status_code == 422
    assert not Look.objects.exists()
    answer = client.post("/admin/communities/export/", {"reason": "정기 감사 자료"})
    assert answer.getvalue()[:2] == b"PK"
    look = Look.objects.get()
    assert (look.purpose, look.reason) == ("members.communities_exported", "정기 감사 자료")
    assert [one.person_id for one in look.people.all()] == [community.leader_id]


def test_staff_act_for_a_person_with_a_reason(staff_client):
    client = staff_client("administrator")
    person = UserFactory(name="햇살")
    data, erase = (f"/admin/people/{person.pk}/{what}/" for what in ("data", "erase"))
    assert client.post(data, {"reason": "창구에서 본인이 요청"}).status_code == 302
    assert Look.objects.get().purpose == "cms.person_data"
    assert client.post(erase, {"reason": ""}).status_code == 200
    person.refresh_from_db()
    assert person.is_active
    client.post(erase, {"reason": "본인이 서면으로 요청"})
    person.refresh_from_db()
    assert not person.is_active
