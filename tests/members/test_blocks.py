import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from members.blocks import CommunitiesBlock
from members.domain import communities
from tests.members.factories import CommunityFactory, UserFactory

pytestmark = pytest.mark.django_db


def shown():
    block = CommunitiesBlock()
    return block.render(block.to_python({"title": "함께하는 커뮤니티"}))


def test_block_shows_communities_that_agreed_and_no_person():
    seen = CommunityFactory(is_listed=True, name="달맞이", leader=UserFactory(name="비밀대표"))
    CommunityFactory(name="숨은모임")
    CommunityFactory(is_listed=True, name="옛모임", dissolved_at=timezone.now())
    page = shown()
    assert "달맞이" in page
    assert seen.about in page
    for hidden in ("숨은모임", "옛모임", "비밀대표"):
        assert hidden not in page


def test_block_asks_once_for_any_number():
    counts = []
    for more in (1, 2, 97):
        CommunityFactory.create_batch(more, is_listed=True)
        with CaptureQueriesContext(connection) as queries:
            shown()
        counts.append(len(queries))
    assert counts == [1, 1, 1]


def test_listing_a_community_renews_public_pages(now, monkeypatch):
    touched = []
    monkeypatch.setattr(communities, "touch", lambda: touched.append(True))
    community = communities.found(by=UserFactory(), name="달", district="guro", now=now)
    assert touched == []
    values = {"name": "달", "district": "guro", "about": "", "is_listed": True}
    communities.change(community, values, by=community.leader, now=now)
    assert touched == [True]
    communities.leave(community, by=community.leader, now=now)
    assert touched == [True, True]


def test_block_lists_districts_in_the_order_of_public_lists():
    for name, district in (("ㄷ", "dongjak"), ("ㄱ", "gangnam"), ("ㅈ", "jung")):
        CommunityFactory(is_listed=True, name=name, district=district)
    page = shown()
    assert page.index("강남구") < page.index("동작구") < page.index("중구")
