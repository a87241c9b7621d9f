from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse

from cms.ratelimits import allowed, limited

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_moment")]


def ask(rf, method="post", person=None, address="192.0.2.1"):
    request = getattr(rf, method)("/", REMOTE_ADDR=address)
    request.user = SimpleNamespace(pk=person, is_authenticated=True) if person else AnonymousUser()
    return request


@pytest.fixture
def view(monkeypatch):
    def waits(_request):
        return HttpResponse(status=429)

    monkeypatch.setattr("cms.ratelimits.too_many_requests", waits)
    return limited("test", limit=2, seconds=3600)(lambda request: HttpResponse("done"))


def test_posts_beyond_the_limit_are_told_to_wait(rf, view):
    answers = [view(ask(rf)) for _attempt in range(3)]
    assert [each.status_code for each in answers] == [200, 200, 429]
    assert answers[-1]["Retry-After"] == "3600"


def test_reading_is_not_limited(rf, view):
    assert [view(ask(rf, "get")).status_code for _attempt in range(5)] == [200] * 5


def test_people_behind_one_address_do_not_stand_in_each_others_way(rf, view):
    for person in (1, 2, 3):
        assert [view(ask(rf, person=person)).status_code for _n in range(2)] == [200, 200]
    assert view(ask(rf, person=1)).status_code == 429
    assert view(ask(rf, person=1, address="192.0.2.9")).status_code == 429


def test_each_action_counts_for_itself(rf):
    assert allowed(ask(rf), "one", limit=1, seconds=3600)
    assert not allowed(ask(rf), "one", limit=1, seconds=3600)
    assert allowed(ask(rf), "other", limit=1, seconds=3600)
