"""Staff screens for people, communities and consent texts: who may, what is seen and logged."""

from io import BytesIO

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.audit.models import Entry
from cms.privacy.models import Look
from members.models import ConsentText
from tests.members.factories import (
    ChildFactory,
    CommunityFactory,
    ConsentFactory,
    ProfileFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

# Address: the roles that may open it.
ALLOWED = {
    "people:index": {"coordinator", "administrator"},
    "communities:index": {"coordinator", "accountant", "administrator"},
    "communities:export": {"coordinator", "administrator"},
    "consent_texts:index": {"coordinator", "administrator"},
    "consent_texts:add": {"administrator"},
}


@pytest.mark.parametrize("name", ALLOWED)
def test_staff_screen_opens_by_role(staff_client, name):
    CommunityFactory()
    opened = set()
    for role in ("editor", "coordinator", "accountant", "administrator"):
        if staff_client(role).get(reverse(name)).status_code == 200:
            opened.add(role)
    assert opened == ALLOWED[name]


def test_members_find_no_staff_screen(member_client):
    for name in ALLOWED:
        assert member_client.get(reverse(name)).status_code in {302, 403, 404}


def test_people_are_found_by_name_and_address(staff_client):
    UserFactory(name="찾는이", email="needle@example.org")
    UserFactory(name="다른이", email="hay@example.org")
    client = staff_client("coordinator")
    for words in ("찾는", "needle@"):
        page = client.get(reverse("people:index_results"), {"q": words}).content.decode()
        assert "찾는이" in page
        assert "다른이" not in page


def test_looking_at_a_person_is_logged_and_shows_no_child(staff_client):
    person = ProfileFactory().user
    ChildFactory(parent=person, name="비밀아이")
    community = CommunityFactory(leader=person)
    client = staff_client("coordinator")
    page = client.get(reverse("people:inspect", args=[person.pk])).content.decode()
    assert person.email in page
    assert community.name in page
    assert "비밀아이" not in page
    look = Look.objects.get(purpose="members.person")
    assert (look.by_id, look.people.get().person_id) == (client.user.pk, person.pk)


def test_community_shows_its_people(staff_client):
    community = CommunityFactory(treasurer=UserFactory(), members=[UserFactory()])
    page = staff_client("coordinator").get(reverse("communities:inspect", args=[community.pk]))
    for person in community.members.all():
        assert person.email in page.content.decode()


WHY = {"reason": "감사 자료로 제출"}


def test_communities_are_filtered_by_district_and_exported_alike(staff_client, now):
    kept = CommunityFactory(district="mapo", members=[UserFactory()])
    CommunityFactory(district="guro")
    CommunityFactory(district="mapo", dissolved_at=now)
    client = staff_client("coordinator")
    query = {"district": "mapo", "state": "active"}
    page = client.get(reverse("communities:index_results"), query).content.decode()
    assert page.count("communities/inspect/") == 1
    response = client.post(reverse("communities:export", query=query), WHY)
    sheet = openpyxl.load_workbook(BytesIO(response.getvalue())).active
    rows = list(sheet.iter_rows(values_only=True))
    assert len(rows) == 2
    assert rows[1][:5] == (kept.name, "마포구", 2, kept.leader.name, kept.leader.email)


def test_export_runs_no_formula(staff_client):
    CommunityFactory(name='=HYPERLINK("https://evil.example")')
    response = staff_client("coordinator").post(reverse("communities:export"), WHY)
    sheet = openpyxl.load_workbook(BytesIO(response.getvalue())).active
    assert sheet["A2"].data_type == "s"


@pytest.mark.parametrize("name", ["people:index", "communities:index", "communities:export"])
@pytest.mark.many
def test_staff_lists_ask_the_same_number_of_questions(staff_client, name):
    client = staff_client("coordinator")
    counts = []
    for more in (1, 2, 20):
        for _number in range(more):
            CommunityFactory(treasurer=UserFactory())
        ask = client.post if name.endswith("export") else client.get
        ask(reverse(name), WHY)
        with CaptureQueriesContext(connection) as queries:
            ask(reverse(name), WHY)
        counts.append(len(queries))
    # From three on a list is full of everything; one row of its own may ask less.
    assert len(set(counts)) == 1, counts


def form_of(text, **changed):
    return {
        "purpose": text.purpose,
        "title": text.title,
        "title_en": text.title_en,
        "text": text.text,
        "text_en": text.text_en,
        "effective_from": "2026-12-01 09:00",
    } | changed


def test_next_version_is_written(staff_client):
    client = staff_client("administrator")
    text = ConsentText.objects.get(purpose="news")
    address = reverse("consent_texts:add")
    assert text.title in client.get(address, {"purpose": "news"}).content.decode()
    response = client.post(address, form_of(text, title="새 소식 동의"))
    assert response.status_code == 302
    newer = ConsentText.objects.get(purpose="news", version=2)
    assert newer.title == "새 소식 동의"
    assert Entry.objects.get(action="members.consent_text.written").by == client.user


def test_version_in_use_leads_to_the_next(staff_client):
    client = staff_client("administrator")
    text = ConsentText.objects.get(purpose="news")
    ConsentFactory(text=text)
    address = reverse("consent_texts:edit", args=[text.pk])
    wanted = f"{reverse('consent_texts:add')}?purpose=news"
    assert client.get(address).url == wanted
    assert client.post(address, form_of(text, title="몰래 고침")).url == wanted
    text.refresh_from_db()
    assert text.title != "몰래 고침"


def test_version_nobody_agreed_to_is_corrected(staff_client):
    client = staff_client("administrator")
    text = ConsentText.objects.get(purpose="news")
    address = reverse("consent_texts:edit", args=[text.pk])
    assert client.get(address).status_code == 200
    client.post(address, form_of(text, title="고친 제목"))
    text.refresh_from_db()
    assert (text.title, text.version) == ("고친 제목", 1)


def test_the_accountant_reads_who_is_in_a_community_but_no_addresses(staff_client):
    community = CommunityFactory()
    address = reverse("communities:inspect", args=[community.pk])
    page = staff_client("accountant").get(address).text
    assert community.leader.name in page
    assert community.leader.email not in page
    assert community.leader.email in staff_client("coordinator").get(address).text


def test_whoever_stands_in_a_list_was_looked_at(staff_client):
    community = CommunityFactory()
    others = UserFactory.create_batch(2)
    client = staff_client("coordinator")

    def looks(name, purpose):
        client.get(reverse(name))
        look = Look.objects.latest("pk")
        assert (look.by_id, look.purpose) == (client.user.pk, purpose)
        return set(look.people.values_list("person_id", flat=True))

    assert looks("people:index", "members.people_listed") == {
        community.leader_id,
        *(person.pk for person in others),
    }
    assert looks("communities:index", "members.communities_listed") == {community.leader_id}
    found = client.get(reverse("people:index_results"), {"q": others[0].email})
    assert found.status_code == 200
    people = Look.objects.latest("pk").people.values_list("person_id", flat=True)
    assert list(people) == [others[0].pk]
