import pytest
from django.core.cache import cache
from django.urls import reverse

from cms.audit.models import Entry
from cms.calendars import sources
from cms.calendars.views import GUESSES
from plugins import registry, state
from tests.cms.calendars.strict import check
from tests.cms.calendars.test_feeds import LINES

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_cache():
    cache.clear()
    yield
    cache.clear()


def personal(user):
    return reverse("personal_calendar_feed", args=[user.calendar_token])


def test_public_calendar_has_every_source(client, source):
    source["public"].lines = LINES
    response = client.get("/calendar.ics")
    assert len(check(response.content)) == 3
    assert "Set-Cookie" not in response.headers
    assert response["Cache-Control"] == "public, no-cache"


@pytest.mark.parametrize("language", ["ko", "en"])
def test_public_calendar_is_the_same_in_every_language(client, source, language):
    client.get("/calendar.ics")
    response = client.get("/calendar.ics", headers={"Accept-Language": language})
    assert response["ETag"] == client.get("/calendar.ics")["ETag"]


@pytest.mark.django_db(transaction=True)
def test_public_calendar_unchanged_is_at_most_three_queries(
    client, source, django_assert_max_num_queries
):
    source["public"].lines = LINES
    first = client.get("/calendar.ics")
    state.forget()
    with django_assert_max_num_queries(3):
        again = client.get("/calendar.ics", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304


def test_public_calendar_does_not_go_back_when_a_plugin_is_switched(client, source, monkeypatch):
    before = client.get("/calendar.ics")
    sources.on_switch()
    monkeypatch.setattr(state, "disabled_labels", lambda: frozenset({"members"}))
    monkeypatch.setattr(registry, "disabled_labels", lambda: frozenset({"members"}))
    after = client.get("/calendar.ics", headers={"If-Modified-Since": before["Last-Modified"]})
    assert after.status_code == 200
    assert check(after.content) == []
    assert after["ETag"] != before["ETag"]


def test_personal_calendar_needs_only_its_secret(client, member, source):
    source["personal"].lines = LINES
    response = client.get(personal(member))
    assert len(check(response.content)) == 3
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert response["Cache-Control"] == "private, no-cache"
    assert client.head(personal(member)).content == b""


def test_personal_calendar_with_a_wrong_secret_is_always_the_same_404(client, member, source):
    good = member.calendar_token
    answers = []
    for token in ("x", "x" * 43, good[:-1], f"{good}x", good.swapcase(), "%00" * 30, "é" * 30):
        response = client.get(f"/calendar/{token}.ics")
        answers.append((response.status_code, response.content, sorted(response.items())))
    assert all(answer == answers[0] for answer in answers)
    assert answers[0][0] == 404


def test_personal_calendar_of_an_inactive_person_is_gone(client, member, source):
    member.is_active = False
    member.save()
    assert client.get(personal(member)).status_code == 404


def test_personal_calendar_guessing_is_slowed_but_never_the_holder(
    client, member, source, one_moment
):
    codes = [client.get(f"/calendar/{'y' * 43}.ics").status_code for _ in range(GUESSES + 2)]
    assert codes == [404] * GUESSES + [429] * 2
    assert client.get(personal(member)).status_code == 200


def test_new_address_revokes_the_old_one(member_client, source):
    old = personal(member_client.member)
    response = member_client.post(reverse("calendar_new_address"))
    assert (response.status_code, response["Location"]) == (302, "/calendar/")
    member_client.member.refresh_from_db()
    assert member_client.get(old).status_code == 404
    assert member_client.get(personal(member_client.member)).status_code == 200
    assert Entry.objects.filter(action="calendars.address.renewed").count() == 1
    entry = Entry.objects.get(action="calendars.address.renewed")
    assert member_client.member.calendar_token not in f"{entry.before}{entry.after}{entry.note}"


def test_new_address_is_not_for_visitors_nor_get(client, member_client, source):
    assert member_client.get(reverse("calendar_new_address")).status_code == 405
    member_client.logout()
    response = member_client.post(reverse("calendar_new_address"))
    assert response["Location"].startswith(reverse("account_login"))
