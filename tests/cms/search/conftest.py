"""A small centre's pages, enough to search in."""

import pytest

from cms.models import StandardPage
from tests.cms.factories import PageFactory
from tests.shared import module_rows

TEXTS = {
    "출산휴가 안내": "출산전후휴가는 90일입니다. 출산휴가를 쓰기 30일 전에 회사에 알려 주세요.",
    "육아휴직 급여": "육아휴직은 자녀가 만 8세 이하일 때 1년까지 쓰고 고용보험 급여를 받습니다.",
    "찾아가는 노동법 교육": "회사와 학교로 찾아가는 노동법 강좌. 점심시간 1시간이면 됩니다.",
    "어린이 돌봄 공간": "강좌를 듣는 동안 어린이를 돌봐 드려요. 어린 자녀와 함께 오세요.",
    "직장맘 전용콜 120번": "평일 9시부터 18시까지 120번으로 전화하세요. 휴가, 임금을 상담합니다.",
    "협약기관 모집": "센터와 업무협약(MOU)을 맺을 기관을 찾습니다. MOU체결 절차를 안내합니다.",
    "부모커뮤니티 지원사업": "5명 이상 모이면 1,250,000원을 드립니다. 회계는 정산 안내에 있어요.",
    "연차휴가 계산": "입사 1년 미만은 한 달마다 휴가가 하루 생깁니다. 남은 휴가는 수당이 됩니다.",
    "봄나들이 사진": "가족과 함께한 봄 나들이. 햇살이 좋았어요.",
}


class StandardPageFactory(PageFactory):
    class Meta:
        model = StandardPage


published = module_rows(
    lambda: [
        StandardPageFactory(title=title, slug=f"s{number}", summary=text[:240]).pk
        for number, (title, text) in enumerate(TEXTS.items())
    ]
)


@pytest.fixture
def centre_pages(db, published):
    """The texts, published as pages, by title."""
    return {page.title: page for page in StandardPage.objects.filter(pk__in=published)}
