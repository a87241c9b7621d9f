import pytest

from cms.demo.centre import Demo
from cms.demo.load import make_people
from members import sample
from members.models import Community, CommunityMembership

pytestmark = pytest.mark.django_db


def test_sample_makes_nineteen_communities_in_thirteen_districts():
    demo = Demo()
    make_people(demo)
    sample.load(demo)
    assert Community.objects.count() == 19
    assert Community.objects.values("district").distinct().count() == 13
    assert [c.pk for c in demo.records["communities"]] == list(
        Community.objects.order_by("pk").values_list("pk", flat=True)
    )
    first = demo.records["communities"][0]
    assert (first.leader, first.treasurer) == (demo.people["leader"], demo.people["treasurer"])
    assert CommunityMembership.objects.count() == 19 * sample.MEMBERS_EACH + 1


def test_samples_reach_as_many_people_as_the_published_year():
    reached = sample.COMMUNITIES
    assert sum(one.adults for one in reached) == 1_579
    assert sum(one.children for one in reached) == 1_068
