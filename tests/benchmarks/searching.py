"""Questions to a thousand documents: how long, and in how many queries.

``python -m tests.benchmarks.searching``.
"""

import random
import statistics
import sys

from tests.benchmarks.measure import timed
from tests.benchmarks.site import set_up

write = sys.stdout.write
DOCUMENTS = 1_000
QUESTIONS = [
    *(
        "출산휴가",
        "출산휴가를",
        "육아 휴직 급여",
        "육아휴직급여",
        "노동법교육",
        "ㅇㅇㅎㅈ",
        "120번",
    ),
    *(
        "육아후직",
        "커뮤니티 지원금 신청",
        "찾아가는 교육",
        "mou체결",
        "가산디지털단지 점심 강좌",
        "없는말씀",
    ),
]
WORDS = (
    *(
        "출산휴가",
        "육아휴직",
        "급여",
        "노동법",
        "강좌",
        "점심시간",
        "커뮤니티",
        "지원사업",
        "협약기관",
    ),
    *("상담", "직장맘", "직장부모", "신청", "정산", "컨설팅", "어린이", "돌봄", "인문학"),
    *("특강", "금천", "구로", "관악", "회사", "학교", "찾아가는", "교육", "임금"),
    *("해고", "연차휴가", "부모", "아빠", "마을", "모임", "소식", "공모", "심사"),
    *("선정", "안내", "방법", "서류", "고용보험", "배우자", "근로시간", "단축"),
)
ENDINGS = ["", "", "", "을", "를", "에서", "은", "는", "이", "가", "과", "의", "으로"]


def main() -> None:
    """Measure and print."""
    set_up()
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from cms.search.answers import answer
    from cms.search.models import Document
    from cms.search.query import Question

    fill()
    write(f"{Document.objects.count()} documents\n")
    times = []
    for typed in QUESTIONS:
        with CaptureQueriesContext(connection) as queries:
            found = answer(Question(typed, "ko"))
        took = [timed(lambda typed=typed: answer(Question(typed, "ko"))) for _ in range(9)]
        times += took
        middle = statistics.median(took)
        write(f"  {middle:7.1f} ms {len(queries):>2} queries {found.total:>5}  {typed}\n")
    times.sort()
    write(
        f"median {statistics.median(times):.1f} ms, 95 % {times[int(len(times) * 0.95)]:.1f} ms\n"
    )


def fill() -> None:
    """Add documents of made-up words, as pages would."""
    from cms.search.indexing import _replace
    from cms.search.sources import Found
    from plugins.api import SearchDocument

    dice = random.Random(2016)

    def words(number: int) -> str:
        return " ".join(dice.choice(WORDS) + dice.choice(ENDINGS) for _ in range(number))

    for number in range(DOCUMENTS):
        document = SearchDocument(
            object_id=str(number),
            locale="ko",
            title=words(4),
            body=words(200),
            url=f"/{number}/",
            kind=dice.choice(["소식", "강좌", "안내"]),
        )
        _replace("bench", str(number), [Found(document, frozenset())])


if __name__ == "__main__":
    main()
