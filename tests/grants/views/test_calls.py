"""What the public sees of calls."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from grants.blocks import OpenCallsBlock
from grants.domain.calls import decide, save_call
from grants.models import Call
from grants.queries import (
    applications_received,
    personal_deadlines,
    public_deadlines,
    won_asked_for,
)
from grants.search import documents
from members.domain import communities, invitations
from tests.grants.factories import at, draft, make_call, make_community, open_call, submitted
from tests.members.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def now():
    return timezone.now()


def decided(now, **names):
    call = make_call(
        year=2016,
        opens_at=now - timedelta(days=60),
        closes_at=now - timedelta(days=40),
        announced_at=now - timedelta(days=70),
    )
    chosen = submitted(call, make_community(1, name="무지개 모임", district="mapo"))
    left = submitted(call, make_community(1, name="이름 없는 모임"))
    decide(call, {chosen: 1_200_000}, by=None, clock=at(now - timedelta(days=20)))
    return call, chosen, left


def test_list_tells_open_and_past_apart(client, now):
    call = open_call()
    past, _chosen, _left = decided(now)
    text = client.get(reverse("grants:index")).text
    assert text.index(call.title) < text.index('id="past"') < text.index(past.title)


def test_draft_call_does_not_exist_for_the_public(client, staff_client):
    call = open_call(announced_at=None)
    address = reverse("grants:call", args=[call.slug])
    assert client.get(address).status_code == 404
    assert client.get(reverse("grants:questions", args=[call.slug])).status_code == 404
    assert client.get(reverse("grants:deadline", args=[call.slug])).status_code == 404
    assert call.title not in client.get(reverse("grants:index")).text
    assert staff_client("coordinator").get(address).status_code == 200


def test_result_names_the_selected_by_district_and_nobody_else(client, now):
    call, chosen, left = decided(now)
    text = client.get(reverse("grants:call", args=[call.slug])).text
    assert "무지개 모임" in text
    assert "마포구" in text
    assert "1,200,000원" in text
    assert left.community.name not in text
    assert chosen.community.leader.name not in text
    assert left.reference not in text


@pytest.mark.parametrize("language", ["ko", "en"])
def test_call_and_its_questions_show_in_both_languages(client, language):
    call = open_call()
    with translation.override(language):
        addresses = [reverse(f"grants:{name}", args=[call.slug]) for name in ("call", "questions")]
    shown, questions = (client.get(address).text for address in addresses)
    assert (call.title if language == "ko" else call.title_en) in shown
    assert ("활동 계획" if language == "ko" else "Activity plan") in questions


def test_deadline_is_a_calendar_of_one_event(client):
    call = open_call()
    open_call(year=2028)
    response = client.get(reverse("grants:deadline", args=[call.slug]))
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response.text.count("BEGIN:VEVENT") == 1
    assert f"UID:grants-call-{call.pk}@pumasi" in response.text
    again = client.get(response.request["PATH_INFO"], headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304


def test_public_deadlines_change_with_the_calls(django_assert_num_queries):
    call = open_call()
    hidden = open_call(year=2028, announced_at=None)
    feed = public_deadlines()
    # The stamp, and the instants of announcement, which a running site remembers.
    with django_assert_num_queries(2):
        before = feed.state()
    assert [ics.count(call.title) for ics in feed.events()] == [1]
    hidden.announced_at = timezone.now() - timedelta(seconds=1)
    save_call(hidden, by=None)
    after = public_deadlines().state()
    assert after.version != before.version
    assert after.last_modified >= before.last_modified
    assert len(list(public_deadlines().events())) == 2


def test_personal_deadlines_are_those_of_ones_drafts(django_assert_num_queries):
    community = make_community(1)
    person = community.leader
    other, stranger = open_call(year=2030), UserFactory()
    empty = personal_deadlines(person).state()
    application = draft(open_call(), community)
    feed = personal_deadlines(person)
    with django_assert_num_queries(1):
        assert feed.state().version != empty.version
    assert [application.call.title in ics for ics in feed.events()] == [True]
    assert list(personal_deadlines(stranger).events()) == []
    assert other.title not in "".join(feed.events())


@pytest.mark.django_db(transaction=True)
def test_who_joins_or_leaves_a_community_has_a_feed_that_says_it_changed(now):
    community = make_community(1)
    draft(open_call(), community)
    newcomer = UserFactory()
    invitation = invitations.invite_by_link(community, by=community.leader, now=now)
    before = personal_deadlines(newcomer).state()
    invitations.accept(invitation, by=newcomer, now=now)
    joined = personal_deadlines(newcomer).state()
    assert joined.last_modified > before.last_modified
    communities.leave(community, by=newcomer, now=now)
    assert personal_deadlines(newcomer).state().last_modified > joined.last_modified


def test_search_knows_a_call_once_it_is_announced():
    assert list(documents(open_call(announced_at=None))) == []
    found = list(documents(open_call(year=2028)))
    assert [document.locale for document in found] == ["ko", "en"]
    assert found[1].url.startswith("/en/calls/")


def test_block_shows_open_calls_with_their_deadline(rf):
    call = open_call()
    block = OpenCallsBlock()
    html = block.render(block.to_python({"heading": "지금 신청받는 공모"}))
    assert call.title in html
    assert reverse("grants_my:start", args=[call.slug]) in html


def test_block_without_open_calls_says_so():
    block = OpenCallsBlock()
    with translation.override("ko"):
        assert "지금은 신청받는 공모가 없습니다" in block.render(block.to_python({}))


@pytest.mark.many
def test_lists_ask_the_database_equally_often(client):
    counts = []
    for total in (1, 3, 100):
        for number in range(Call.objects.count(), total):
            open_call(year=2027, round=number + 1)
        client.get(reverse("grants:index"))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("grants:index")).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2]
    assert max(counts) <= 12


def test_figures_count_applications_on_the_day_they_first_came_in():
    application = submitted(open_call(), make_community(1))
    first = timezone.localdate(application.submission.submitted_at)
    assert (applications_received(first, first), won_asked_for(first, first)) == (
        1,
        application.asked,
    )
    earlier = first - timedelta(days=1)
    assert (applications_received(earlier, earlier), won_asked_for(earlier, earlier)) == (0, 0)
