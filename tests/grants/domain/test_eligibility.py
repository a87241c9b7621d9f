import pytest
from django.utils import translation

from grants.domain.eligibility import check, words
from tests.grants.factories import make_call, make_community

pytestmark = pytest.mark.django_db
RULES = [
    {"kind": "min_members", "number": 5},
    {"kind": "seoul", "number": 100},
    {"kind": "note", "note": "정산을 마친 모임", "note_en": "Earlier grants settled"},
]


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def outcomes(call, community):
    return [(item.text, item.is_met, item.found) for item in check(call, community)]


def test_conditions_are_checked_against_the_community_as_it_is():
    assert outcomes(make_call(rules=RULES), make_community(5)) == [
        ("5 parents or more", True, "now 5"),
        ("Everyone lives or works in Seoul", True, "5/5"),
        ("Earlier grants settled", None, "the centre checks this"),
    ]


def test_missed_conditions_say_by_how_much():
    community = make_community(4)
    profile = community.leader.profile
    profile.home_district, profile.work_district = "outside", ""
    profile.save()
    assert outcomes(make_call(rules=RULES[:2]), community) == [
        ("5 parents or more", False, "now 4"),
        ("Everyone lives or works in Seoul", False, "3/4"),
    ]


@pytest.mark.parametrize(
    ("home", "work", "counts"),
    [
        ("mapo", "", 2),
        ("", "mapo", 2),
        ("outside", "mapo", 2),
        ("outside", "outside", 1),
        ("", "", 1),
    ],
)
def test_seoul_means_home_or_work(home, work, counts):
    community = make_community(2)
    profile = community.leader.profile
    profile.home_district, profile.work_district = home, work
    profile.save()
    ((_text, _met, found),) = outcomes(make_call(rules=RULES[1:2]), community)
    assert found == f"{counts}/2"


def test_part_of_the_members_may_be_enough():
    community = make_community(2)
    community.leader.profile.delete()
    call = make_call(rules=[{"kind": "seoul", "number": 50}])
    assert outcomes(call, community) == [("50% or more live or work in Seoul", True, "1/2")]


@pytest.mark.many
def test_number_of_queries_does_not_grow_with_the_community(django_assert_num_queries):
    call = make_call(rules=RULES)
    for size in (1, 3, 20):
        community = make_community(size)
        with django_assert_num_queries(3):
            check(call, community)


def test_words_need_no_community():
    assert words(make_call(rules=RULES)) == [
        "5 parents or more",
        "Everyone lives or works in Seoul",
        "Earlier grants settled",
    ]
