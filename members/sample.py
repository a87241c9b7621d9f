"""The people of the demo centre: households, consents, and nineteen communities.

The communities are made up; their thirteen districts and the number of people they
reach follow the centre's published year of 2016 (1,579 adults, 1,068 children).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone

from members.domain.communities import appoint_treasurer, found
from members.domain.consents import give
from members.domain.people import add_child, save_profile
from members.models import Community, CommunityMembership, ConsentText, Interest, Profile, User

MEMBERS_EACH = 6


@dataclass(frozen=True, slots=True)
class Sample:
    """One community: its name, district, what it does, and whom it reached in 2016."""

    name: str
    district: str
    about: str
    adults: int
    children: int


COMMUNITIES = (
    Sample("해바라기 모임", "gwangjin", "둘째 토요일마다 도서관에서 아이들과 책놀이를 합니다.", 112, 84),
    Sample("책 읽는 토요일", "seocho", "부모가 먼저 읽고, 아이에게 읽어 줍니다.", 96, 61),
    Sample("퇴근길 육아", "geumcheon", "퇴근 뒤 한 시간, 서로의 아이를 함께 봅니다.", 78, 52),
    Sample("숲으로 가는 아이들", "gangdong", "달마다 한 번 숲에서 하루를 보냅니다.", 105, 88),
    Sample("밥상공동체 두레", "mapo", "주말마다 반찬을 함께 만들어 나눕니다.", 92, 40),
    Sample("아빠놀이단", "nowon", "아빠들이 여는 몸놀이 교실입니다.", 70, 74),
    Sample("새벽 달리기", "songpa", "출근 전 한강을 같이 달립니다.", 64, 18),
    Sample("다섯 시의 부엌", "yeongdeungpo", "이른 저녁을 함께 차리고 배웁니다.", 83, 47),
    Sample("동네 과학자들", "gwanak", "아이와 부모가 함께하는 주말 실험실입니다.", 88, 79),
    Sample("쌍둥이네 품앗이", "eunpyeong", "쌍둥이를 키우는 집끼리 옷과 시간을 나눕니다.", 58, 66),
    Sample("느린 걸음", "dongjak", "발달이 느린 아이들의 부모가 서로 기댑니다.", 61, 43),
    Sample("그림책 마루", "gwangjin", "그림책으로 마음을 이야기합니다.", 90, 57),
    Sample("두 바퀴 가족", "gangdong", "자전거를 고치고 함께 탑니다.", 76, 55),
    Sample("초등 첫걸음", "seongdong", "입학을 앞둔 집들이 준비를 나눕니다.", 101, 69),
    Sample("이웃 식탁", "yeongdeungpo", "여러 나라에서 온 부모들이 음식을 나눕니다.", 95, 58),
    Sample("별 보는 밤", "nowon", "한 달에 한 번 가족이 함께 별을 봅니다.", 84, 62),
    Sample("텃밭 가꾸는 사람들", "mapo", "빌린 밭 열 평을 다섯 집이 돌봅니다.", 79, 50),
    Sample("마음 쉼표", "geumcheon", "상담 선생님과 함께 한 달에 두 번 쉽니다.", 72, 21),
    Sample("노래하는 저녁", "jongno", "점심 합창을 하는 부모 합창단입니다.", 75, 44),
)  # fmt: skip
# Callings, not names: nobody real is meant.
CALLED = ("하늘", "바다", "단비", "이슬", "노을", "새벽", "봄날", "여울", "산들", "소나기")


def load(demo: Any) -> None:
    """Add profiles, a household and the communities, the first led by the demo's leader."""
    now = timezone.now()
    _accounts(demo, now)
    people = _people(demo)
    for number, sample in enumerate(COMMUNITIES):
        members = [next(people) for _ in range(MEMBERS_EACH)]
        if number == 0:
            members[:3] = [demo.people[role] for role in ("leader", "treasurer", "member")]
        _community(demo, sample, members, now - timedelta(days=900 - 20 * number))
    _second_community(demo)


def _accounts(demo: Any, now: Any) -> None:
    texts = list(ConsentText.objects.all())
    homes = {
        "member": ("gwangjin", "geumcheon", "regular", [Interest.LABOUR_RIGHTS, Interest.LEAVE]),
        "leader": ("gwangjin", "gwangjin", "non_regular", [Interest.COMMUNITY, Interest.PARENTING]),
        "treasurer": ("seongdong", "gwangjin", "self_employed", [Interest.COMMUNITY]),
    }
    for role, (home, work, employment, interests) in homes.items():
        person = demo.people[role]
        give(person, texts, by=person, now=now)
        save_profile(
            person,
            {"home_district": home, "work_district": work, "employment": employment},
            interests=interests,
            by=person,
        )
    for name, age in (("콩이", 7), ("달이", 4)):
        add_child(
            demo.people["member"],
            name=name,
            birth_year=demo.today.year - age,
            by=demo.people["member"],
        )


def _people(demo: Any) -> Iterator[User]:
    """Yield made-up parents, all living in Seoul; nobody can sign in as one of them."""
    count = len(COMMUNITIES) * MEMBERS_EACH
    users = [
        User(
            email=f"parent{number:03}@pumasi.example",
            name=f"{CALLED[number % len(CALLED)]}{number // len(CALLED) + 1}",
        )
        for number in range(count)
    ]
    for user in users:
        user.set_unusable_password()
    users = User.objects.bulk_create(users)
    districts = [sample.district for sample in COMMUNITIES for _ in range(MEMBERS_EACH)]
    Profile.objects.bulk_create(
        Profile(user=user, home_district=district)
        for user, district in zip(users, districts, strict=True)
    )
    demo.records["parents"] = users
    yield from users


def _community(demo: Any, sample: Sample, members: list[User], founded: Any) -> Community:
    leader, treasurer, *others = members
    community = found(
        by=leader,
        name=sample.name,
        district=sample.district,
        about=sample.about,
        is_listed=True,
        now=founded,
    )
    CommunityMembership.objects.bulk_create(
        CommunityMembership(community=community, user=user, joined_at=founded)
        for user in (treasurer, *others)
    )
    appoint_treasurer(community, to=treasurer, by=leader, now=founded)
    demo.records.setdefault("communities", []).append(community)
    return community


def _second_community(demo: Any) -> None:
    """Let the demo's leader also belong to a community that has not applied yet."""
    community = demo.records["communities"][11]
    CommunityMembership.objects.create(community=community, user=demo.people["leader"])
    Community.objects.filter(pk=community.pk).update(leader=demo.people["leader"])
    community.refresh_from_db()
