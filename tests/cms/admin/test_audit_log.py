from datetime import UTC, datetime
from io import BytesIO

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from cms.admin.words import audit_words
from cms.audit import log
from cms.audit.models import Entry

AUDIT = "/admin/audit/"


@pytest.fixture
def boss(staff_client):
    return staff_client("administrator", email="boss@pumasi.example")


def write(action="events.course.changed", *, by=None, subject, at=None, **values):
    with transaction.atomic():
        entry = log.record(action, subject=subject, by=by, **values)
    if at:
        Entry.objects.filter(pk=entry.pk).update(at=at)
    return entry


def shown(response) -> list[int]:
    return [entry.pk for entry in response.context["object_list"]]


@pytest.mark.parametrize("role", ["editor", "coordinator", "accountant"])
def test_only_administrators_read_the_audit_log(staff_client, role):
    client = staff_client(role)
    assert client.get(AUDIT).status_code == 302
    assert client.get(f"{AUDIT}?export=xlsx").status_code == 302


def test_entries_are_shown_latest_first_with_words(boss, member):
    first = write("cms.person.added", subject=member, before={}, after={"roles": ["editor"]})
    second = write("gone.thing.vanished", subject=member, by=member)
    response = boss.get(AUDIT)
    assert shown(response) == [second.pk, first.pk]
    page = response.content.decode()
    assert str(audit_words()["cms.person.added"]) in page
    assert "gone.thing.vanished" in page  # nobody has words for it; the action says enough


def test_filters_by_action_person_subject_and_date(boss, member, staff_user):
    editor = staff_user("editor", email="writer@pumasi.example")
    old = write("a.b.c", subject=member, by=editor, at=datetime(2026, 1, 5, 3, tzinfo=UTC))
    new = write("d.e.f", subject=editor, by=member)

    def found(**query):
        return shown(boss.get(AUDIT, query))

    assert found(action="a.b.c") == [old.pk]
    assert found(person="writer@") == [old.pk]
    assert found(person=member.name) == [new.pk]
    assert found(subject=member.name) == [old.pk]
    assert found(at_from="2026-01-05", at_to="2026-01-05") == [old.pk]
    assert found(at_from="2026-01-06") == [new.pk]


def test_the_date_filter_counts_days_in_seoul(boss, member):
    early = write("a.b.c", subject=member, at=datetime(2026, 1, 4, 15, 30, tzinfo=UTC))
    assert shown(boss.get(AUDIT, {"at_from": "2026-01-05", "at_to": "2026-01-05"})) == [early.pk]


def test_the_export_holds_what_the_filter_shows_and_is_recorded(boss, member):
    write("a.b.c", subject=member, before={"seats": 1}, after={"seats": 2}, note="=1+1")
    write("d.e.f", subject=member)
    response = boss.get(AUDIT, {"action": "a.b.c", "export": "xlsx"})
    sheet = load_workbook(BytesIO(response.getvalue())).active
    rows = list(sheet.iter_rows(values_only=True))
    assert len(rows) == 2
    assert rows[1][2:] == ("a.b.c", str(member), "seats: 1 → 2", "=1+1")
    assert sheet.cell(2, 6).data_type == "s"
    entry = Entry.objects.get(action="cms.audit.exported")
    assert (entry.by, entry.after["rows"]) == (boss.user, 1)


def test_csv_is_not_offered(boss):
    response = boss.get(AUDIT, {"export": "csv"})
    assert "csv" not in response["Content-Type"]


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_the_log_is_read_only(boss, method):
    assert getattr(boss, method)(AUDIT).status_code == 405


def test_the_log_costs_the_same_for_one_and_for_many(boss, member):
    def cost(size: int) -> int:
        Entry.objects.all().delete()
        for _number in range(size):
            write("a.b.c", subject=member, by=member)
        with CaptureQueriesContext(connection) as queries:
            assert len(shown(boss.get(AUDIT))) == min(size, 50)
        return len(queries)

    cost(1)
    assert cost(1) == cost(3) == cost(100)
