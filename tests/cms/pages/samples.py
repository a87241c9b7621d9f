"""One page of every type, with every block that shows something."""

from typing import Any

from tests.cms.factories import (
    DocumentFactory,
    FacilityPageFactory,
    ImageFactory,
    LinkPageFactory,
    NewsIndexPageFactory,
    NewsPageFactory,
    PublicationIndexPageFactory,
    PublicationPageFactory,
    StaffPageFactory,
    StandardPageFactory,
    TimelinePageFactory,
)


def home_body(home: Any) -> list[tuple[str, Any]]:
    links = [
        {
            "icon": "book",
            "title": "권리 정보",
            "text": "쉬운 답",
            "link": {"page": home, "address": ""},
        }
    ]
    figures = [{"number": "2,647명", "label": "함께한 사람", "note": "어른과 아이"}]
    return [
        ("quick_links", {"title": "", "links": links}),
        ("latest_news", {"title": "새 소식", "count": 3}),
        ("figures", {"title": "함께 만든 한 해", "figures": figures}),
        ("call_us", None),
    ]


def page_body(image: Any, document: Any) -> list[tuple[str, Any]]:
    image.contextual_alt_text, image.decorative = "마주 앉은 두 사람", False
    link = f'<p>글과 <a linktype="document" id="{document.pk}">문서</a></p><ul><li>하나</li></ul>'
    answer = "<p>30일 전까지 신청합니다.</p>"
    return [
        ("heading", {"text": "무슨 일을 하나요", "level": "2"}),
        ("text", link),
        ("quote", {"text": "혼자가 아니었어요.", "who": "두 아이의 어머니"}),
        ("callout", {"tone": "warning", "title": "잊지 마세요", "text": "<p>무료입니다.</p>"}),
        ("facts", {"title": "한눈에", "facts": [{"label": "대상", "value": "부모"}]}),
        ("questions", {"title": "물음", "questions": [{"question": "언제?", "answer": answer}]}),
        (
            "steps",
            {
                "title": "차례",
                "steps": [{"title": "전화", "text": "걸기"}, {"title": "상담", "text": ""}],
            },
        ),
        ("picture", {"picture": image, "caption": "상담실"}),
        ("documents", {"title": "자료", "documents": [document]}),
        ("elsewhere", {"url": "https://video.example/1", "title": "영상", "text": "3분"}),
        (
            "button",
            {"label": "강좌", "link": {"address": "/accounts/login/"}, "kind": "secondary"},
        ),
        ("call_us", None),
    ]


def build(home: Any) -> None:
    """Publish one page of every type below ``home``, and fill it."""
    image, document = ImageFactory(), DocumentFactory()
    body = page_body(image, document)
    home.picture = image
    home.hero_title, home.hero_text = "일하는 부모가\n혼자 버티지 않도록", "두 번만 눌러 찾으세요."
    home.hero_actions = [
        ("action", {"label": "강좌 보기", "link": {"address": "/accounts/login/"}}),
        ("action", {"label": "권리 찾기", "link": {"address": "/accounts/signup/"}}),
    ]
    home.body = home_body(home)
    home.save_revision().publish()
    common = {"picture": image, "summary": "짧은 소개입니다.", "show_in_menus": True}
    about = StandardPageFactory(title="소개", slug="about", side_menu=True, body=body, **common)
    StandardPageFactory(
        parent=about, title="아래", slug="below", side_menu=True, body=body, **common
    )
    news = NewsIndexPageFactory(title="소식", slug="news", **common)
    article = NewsPageFactory(
        parent=news,
        title="열아홉 팀이 시작합니다",
        slug="a",
        kind="press",
        source="한강일보",
        source_url="https://paper.example/1",
        body=body,
        picture=image,
    )
    article.tags.add("커뮤니티")
    article.save_revision().publish()
    for number in range(11):
        NewsPageFactory(parent=news, title=f"소식 {number}", slug=f"n{number}")
    events = [{"when": "3월", "what": "문을 열었습니다"}, {"when": "", "what": "모임 7팀"}]
    years = [("year", {"year": year, "events": events}) for year in (2012, 2016)]
    TimelinePageFactory(title="연혁", slug="timeline", years=years, **common)
    roles = [
        ("role", {"role": "공인노무사", "count": 3, "duties": "상담과 교육"}),
        ("role", {"role": "센터장", "count": 1, "duties": ""}),
    ]
    StaffPageFactory(title="사람들", slug="staff", roles=roles, body=body, **common)
    facts = [{"label": "자리", "value": "40석"}]
    space = {"name": "교육장", "text": "강좌가 열립니다", "facts": facts, "picture": image}
    FacilityPageFactory(
        title="시설",
        slug="place",
        directions="4번 출구",
        spaces=[("space", space)],
        body=body,
        **common,
    )
    books = PublicationIndexPageFactory(title="자료", slug="books", **common)
    for number in range(3):
        book = PublicationPageFactory(
            parent=books, title=f"사례집 {number}", slug=f"b{number}", picture=image, body=body
        )
        book.files.create(document=document)
    LinkPageFactory(title="로그인", slug="link", target="/accounts/login/", show_in_menus=True)
