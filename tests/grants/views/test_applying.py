"""The journey over HTTP, without JavaScript."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from grants.domain.drafting import marks
from grants.models import Application, Call, SetAside
from tests.grants.factories import draft, make_call, make_community, open_call, submitted
from tests.members.factories import UserFactory

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def call():
    return open_call()


@pytest.fixture
def community():
    return make_community(3)


@pytest.fixture
def application(call, community):
    return draft(call, community)


@pytest.fixture
def as_leader(client, community):
    client.force_login(community.leader, BACKEND)
    return client


def page(application, name="application", *rest):
    return reverse(f"grants_my:{name}", args=[application.pk, *rest])


def close(call):
    now = timezone.now()
    Call.objects.filter(pk=call.pk).update(
        opens_at=now - timedelta(days=2), closes_at=now - timedelta(seconds=1)
    )


def test_applying_needs_an_account(client, call, application):
    for address in (reverse("grants_my:start", args=[call.slug]), page(application)):
        response = client.get(address)
        assert response.status_code == 302
        assert "/accounts/login/" in response["Location"]


def test_start_shows_conditions_and_begins(as_leader, call, community):
    address = reverse("grants_my:start", args=[call.slug])
    assert community.name in as_leader.get(address).text
    response = as_leader.post(address, {"community": community.pk})
    application = Application.objects.get()
    assert response["Location"] == page(application, "section", "community")


def test_start_sends_people_without_a_community_to_found_one(client, call):
    client.force_login(UserFactory(), BACKEND)
    response = client.get(reverse("grants_my:start", args=[call.slug]))
    assert reverse("members:home") in response.text


def test_community_of_others_cannot_be_chosen(as_leader, call):
    other = make_community(1)
    as_leader.post(reverse("grants_my:start", args=[call.slug]), {"community": other.pk})
    assert not Application.objects.exists()


PAGES = ["application", "print", "check", "done", "withdraw"]


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("state", ["draft", "submitted"])
def test_another_communitys_pages_do_not_exist(client, community, call, name, state):
    application = (draft if state == "draft" else submitted)(call, community)
    client.force_login(make_community(1).leader, BACKEND)
    assert client.get(page(application, name)).status_code == 404
    assert client.get(page(application, "section", "plan")).status_code == 404
    if name in {"check", "withdraw"}:
        assert client.post(page(application, name), {"declared": "on"}).status_code == 404
    application.refresh_from_db()
    assert application.state == state


def test_staff_have_no_door_to_a_draft(staff_client, application):
    for role in ("coordinator", "accountant", "administrator", "editor"):
        client = staff_client(role)
        assert client.get(page(application)).status_code == 404
        assert client.get(page(application, "section", "plan")).status_code == 404


def save(client, application, section, data, **extra):
    shown = application.form.section(section)
    seen = {f"seen-{key}": mark for key, mark in marks(application, shown).items()}
    return client.post(page(application, "section", section), {**seen, **data}, **extra)


def test_saving_leads_to_the_next_section(as_leader, application):
    response = save(as_leader, application, "community", {"q-about": "새 소개", "go": "next"})
    assert response["Location"] == page(application, "section", "plan")
    assert Application.objects.get().answers["about"] == "새 소개"


@pytest.mark.parametrize(
    ("go", "where"),
    [("back", ("section", "community")), ("later", ("application",)), ("check", ("check",))],
)
def test_buttons_save_and_lead_elsewhere(as_leader, application, go, where):
    response = save(as_leader, application, "plan", {"q-activity": "짧게", "go": go})
    assert response["Location"] == page(application, *where)
    assert Application.objects.get().answers["activity"] == "짧게"


def test_unreadable_number_is_saved_as_typed_and_asked_about(as_leader, application):
    response = save(as_leader, application, "plan", {"q-adults": "여럿", "go": "next"})
    assert response.status_code == 422
    assert 'value="여럿"' in response.text
    assert Application.objects.get().answers["adults"] == {"typed": "여럿"}
    again = save(as_leader, Application.objects.get(), "plan", {"q-adults": "여럿", "anyway": "1"})
    assert again["Location"] == page(application, "section", "budget")


def test_megabyte_is_shown_again_and_the_rest_saved(as_leader, application):
    long = "가" * 300_000
    response = save(as_leader, application, "plan", {"q-activity": long, "q-adults": "7"})
    assert response.status_code == 422
    assert long in response.text
    assert Application.objects.get().answers["adults"] == 7


def test_two_versions_are_shown_and_one_chosen(client, application, community):
    shown = application.form.section("plan")
    seen = {f"seen-{key}": mark for key, mark in marks(application, shown).items()}
    for person, text in (
        (community.treasurer, "달의 글입니다"),
        (community.leader, "해의 글입니다"),
    ):
        client.force_login(person, BACKEND)
        response = client.post(
            page(application, "section", "plan"), {**seen, "q-activity": text, "go": "next"}
        )
    assert response["Location"] == page(application, "section", "plan")
    shown_again = client.get(response["Location"]).text
    assert "달의 글입니다" in shown_again
    assert "해의 글입니다" in shown_again
    row = SetAside.objects.get()
    client.post(page(application, "settle", row.pk), {"use": "this"})
    assert Application.objects.get().answers["activity"] == "해의 글입니다"


def test_check_page_links_to_what_is_missing(as_leader, call, community):
    application = draft(call, community, activity=None)
    text = as_leader.get(page(application, "check")).text
    assert f"{page(application, 'section', 'plan')}?check#id_q-activity" in text
    asked = as_leader.get(page(application, "section", "plan") + "?check").text
    assert 'id="id_q-activity_error"' in asked


def test_submitting_needs_the_declaration(as_leader, application):
    response = as_leader.post(page(application, "check"), {})
    assert response.status_code == 422
    application.refresh_from_db()
    assert application.state == "draft"


def test_submitting_leads_to_the_confirmation_with_the_number(as_leader, application):
    response = as_leader.post(page(application, "check"), {"declared": "on"})
    assert response["Location"] == page(application, "done")
    assert "2027-1-001" in as_leader.get(response["Location"]).text
    assert Application.objects.get().submission.declared


def test_plain_member_sees_no_button_and_cannot_submit(client, application, community):
    client.force_login(community.members.last(), BACKEND)
    assert 'name="declared"' not in client.get(page(application, "check")).text
    assert client.post(page(application, "check"), {"declared": "on"}).status_code == 422
    application.refresh_from_db()
    assert application.state == "draft"


def test_one_second_late_is_too_late_and_what_was_typed_is_shown(as_leader, application, call):
    close(call)
    response = save(as_leader, application, "plan", {"q-activity": "늦은 글"})
    assert response.status_code == 409
    assert "늦은 글" in response.text
    assert Application.objects.get().answers["activity"] != "늦은 글"
    assert as_leader.post(page(application, "check"), {"declared": "on"}).status_code == 422
    application.refresh_from_db()
    assert application.state == "draft"


def test_withdrawing_asks_first(as_leader, call, community):
    application = submitted(call, community)
    assert as_leader.get(page(application, "withdraw")).status_code == 200
    as_leader.post(page(application, "withdraw"))
    application.refresh_from_db()
    assert application.state == "withdrawn"


@pytest.mark.parametrize("state", ["draft", "submitted", "withdrawn", "missed"])
@pytest.mark.parametrize("language", ["", "/en"])
def test_pages_show_in_every_state(as_leader, call, community, state, language):
    application = (submitted if state == "submitted" else draft)(call, community)
    if state == "withdrawn":
        as_leader.post(page(application, "withdraw"))
    if state == "missed":
        close(call)
    with translation.override("ko"):
        addresses = [f"{language}{page(application, name)}" for name in PAGES]
    for address in addresses:
        response = as_leader.get(address, follow=True)
        assert response.status_code == 200


def autosave(client, application, data):
    return save(
        client, application, "plan", {**data, "autosave": "1"}, headers={"HX-Request": "true"}
    )


def test_autosave_keeps_and_renews_the_marks(as_leader, application):
    response = autosave(as_leader, application, {"q-activity": "쓰는 중"})
    assert (response.status_code, response["HX-Trigger"]) == (200, "saved")
    stored = Application.objects.get()
    assert stored.answers["activity"] == "쓰는 중"
    fresh = marks(stored, stored.form.section("plan"))
    assert f'name="seen-activity" value="{fresh["activity"]}"' in response.text
    assert 'id="save-state"' in response.text


def test_autosave_after_a_conflict_never_overwrites(client, application, community):
    old = Application.objects.get()
    client.force_login(community.treasurer, BACKEND)
    autosave(client, old, {"q-activity": "달의 글"})
    client.force_login(community.leader, BACKEND)
    response = autosave(client, old, {"q-activity": "해의 글"})
    assert page(application, "section", "plan") in response.text
    mark = marks(old, old.form.section("plan"))["activity"]
    assert f'name="seen-activity" value="{mark}"' in response.text
    autosave(client, old, {"q-activity": "해의 더 긴 글"})
    assert Application.objects.get().answers["activity"] == "달의 글"
    assert SetAside.objects.get().answer == "해의 더 긴 글"


def test_autosave_after_the_deadline_says_so(as_leader, application, call):
    close(call)
    response = autosave(as_leader, application, {"q-activity": "늦은 글"})
    assert 'role="alert"' in response.text
    assert "HX-Trigger" not in response


@pytest.mark.many
def test_list_asks_the_database_equally_often(client):
    leader = UserFactory()
    client.force_login(leader, BACKEND)
    counts = []
    for total in (1, 3, 100):
        for index in range(Application.objects.count(), total):
            draft(make_call(year=2027, round=index + 1), make_community(1, leader=leader))
        client.get(reverse("grants_my:index"))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("grants_my:index"))
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2]
    assert counts[0] <= 12


def test_beginning_an_application_is_limited(client, one_moment):
    call, community = open_call(), make_community()
    client.force_login(community.leader, backend="django.contrib.auth.backends.ModelBackend")
    address = reverse("grants_my:start", args=[call.slug])
    answers = [client.post(address).status_code for _attempt in range(21)]
    assert (set(answers[:20]), answers[20]) == ({200}, 429)
