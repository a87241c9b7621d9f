"""The home page, the sections of the menu, the settings and the pages at the foot."""

from typing import Any

SETTINGS: dict[str, Any] = {
    "name": "품앗이 직장맘지원센터",
    "name_en": "Pumasi Working Parents' Centre",
    "masthead": "이 누리집은 공공 누리집의 예시입니다",
    "masthead_en": "This is a sample of a public website",
    "phone": "02-000-7171",
    "hotline": "직장맘 전용콜 120 + 5번",
    "hotline_en": "Hotline 120, then 5",
    "hotline_number": "120",
    "opening_hours": "평일 09:00–18:00, 점심시간에도 상담합니다",
    "opening_hours_en": "Weekdays 09:00 to 18:00, also over lunch",
    "call_us": "공인노무사가 직접 받습니다. 이름을 밝히지 않아도 괜찮고, 몇 번이든 무료입니다.",
    "call_us_en": "You speak to a labour attorney directly. You need not give your name, and every call is free.",
    "address": "서울특별시 광진구 아차산로 000, 1층",
    "address_en": "1F, 000 Achasan-ro, Gwangjin-gu, Seoul",
    "email": "hello@pumasi.example",
    "notice": "점심 강좌 신청이 열렸습니다. 자리가 남은 강좌를 확인하세요.",
    "notice_en": "Lunch-hour classes are open for registration. See which have seats left.",
}

# Long enough for what happened in 2016 to be read: a real centre keeps papers for fewer years.
PRIVACY: dict[str, Any] = {
    "officer": "운영 담당, 02-000-7171",
    "officer_en": "The administrator, 02-000-7171",
    "papers_years": 30,
    "papers_rule": "보기로 정한 기간이며 실제 규정이 아님",
    "papers_rule_en": "a period made up for this demo, not a real rule",
}

HOME = {
    "ko": {
        "hero_title": "일하는 부모가 혼자 버티지 않도록",
        "hero_text": "출산휴가·육아휴직 권리부터 점심시간 강좌, 이웃 부모와 함께하는 커뮤니티 지원까지. 필요한 것을 두 번만 눌러 찾으세요.",
        "summary": "서울에서 일하는 부모를 위한 노동권 상담, 무료 강좌, 부모 커뮤니티 지원.",
        "actions": ("이번 주 강좌 보기", "내 권리 찾기"),
        "links": [
            ("calendar", "강좌 신청", "노동법률·인문학·부모교육, 아이 돌봄도 함께", "/classes/"),
            ("community", "커뮤니티 공모", "우리 모임 활동비 신청과 정산", "/calls/"),
            ("document", "권리 정보", "출산휴가, 육아휴직, 해고… 쉬운 답", "rights"),
            ("chat", "상담 문의", "공인노무사가 직접 답합니다", "counselling"),
        ],
        "figures_title": "함께 만든 한 해",
        "figures": [
            ("4,773건", "종합상담", "2016년 1~9월"),
            ("19팀 · 13개 구", "직장부모커뮤니티", "2016년 선정"),
            ("2,647명", "커뮤니티 참여", "어른 1,579 · 아이 1,068"),
            ("24곳", "업무협약 기관", "개관 이래"),
        ],
        "news": "새소식",
    },
    "en": {
        "hero_title": "So that no working parent has to cope alone",
        "hero_text": "Your right to leave, lunch-hour classes and grants for groups of parents: what you need is two taps away.",
        "summary": "Advice on labour rights, free classes and grants for groups of working parents in Seoul.",
        "actions": ("This week's classes", "Find your rights"),
        "links": [
            (
                "calendar",
                "Register for a class",
                "Labour law, humanities and parenting, with childcare",
                "/en/classes/",
            ),
            (
                "community",
                "Community grants",
                "Apply for a grant and settle it",
                "/en/calls/",
            ),
            (
                "document",
                "Your rights",
                "Plain answers on leave, shorter hours and dismissal",
                "rights",
            ),
            ("chat", "Ask for advice", "A labour attorney answers you", "counselling"),
        ],
        "figures_title": "What we did in a year",
        "figures": [
            ("4,773", "consultations", "January to September 2016"),
            ("19 in 13 districts", "parent communities", "selected in 2016"),
            ("2,647", "people took part", "1,579 adults, 1,068 children"),
            ("24", "partner organisations", "since opening"),
        ],
        "news": "News",
    },
}

SECTIONS: list[dict[str, Any]] = [
    {
        "key": "classes", "slug": "education", "picture": "class",
        "live": [("upcoming_classes", {})],
        "ko": ("교육·강좌", "퇴근길과 점심시간에, 회사와 동네 가까이에서. 모든 강좌는 무료입니다.",
               "<p>노동법률 교육, 인문학 강연, 힐링교실, 부모교육이 있습니다. 자리는 먼저 신청한 순서로 드리고, 가득 차면 대기로 받습니다.</p>"),
        "en": ("Classes", "After work or over lunch, near your office or your home. All classes are free.",
               "<p>Labour law, humanities lectures, healing classes and parents' classes. Seats go to those who register first; when a class is full there is a waiting list.</p>"),
    },
    {
        "key": "communities", "slug": "communities", "picture": "community",
        "live": [("open_calls", {}), ("parent_communities", {"title": ""})],
        "ko": ("부모커뮤니티", "이웃 부모와 만든 모임이 오래가도록 활동비와 컨설턴트를 보냅니다.",
               "<p>일하는 부모의 모임은 주말에 만나고, 점심에 의논합니다. 그래서 지원도 그 시간에 맞춥니다. 공모로 모임을 뽑아 활동비를 드리고, 컨설턴트가 회사 근처까지 찾아갑니다.</p>"),
        "en": ("Communities", "Grants and visiting consultants that help groups of parents last.",
               "<p>Working parents meet at weekends and talk over lunch, so we work around their hours. A call selects communities for a grant, and consultants come to you, even to your workplace.</p>"),
    },
    {
        "key": "information", "slug": "information", "picture": "rights",
        "ko": ("정보마당", "권리와 제도, 도움받을 곳을 한데 모았습니다.",
               "<p>임신과 출산, 육아휴직과 복직까지 쉬운 말로 정리한 권리 정보, 동네마다 도움받을 곳, 내려받을 자료가 있습니다.</p>"),
        "en": ("Information", "Rights, benefits and places that help, gathered in one place.",
               "<p>Your rights from pregnancy to the return to work in plain words, places that help in every district, and things to download.</p>"),
    },
    {
        "key": "together", "slug": "together", "picture": "partners",
        "ko": ("협약·소식", "함께하는 기관과 센터의 새 소식입니다.",
               "<p>여성, 노동, 돌봄 기관과 맺은 업무협약과 센터의 소식, 언론에 실린 이야기를 전합니다.</p>"),
        "en": ("Partners and news", "The organisations we work with, and what is new.",
               "<p>Agreements with organisations for women, labour and childcare; news of the centre and what the press reports.</p>"),
    },
]  # fmt: skip

COMMUNITY_PAGES: list[dict[str, Any]] = [
    {
        "slug": "how-it-works", "picture": "reading",
        "ko": ("지원 안내", "모임을 만들 때부터 정산까지, 무엇을 언제 하는지 한눈에.",
               [("모입니다", "부모 다섯 명이 모여 이름과 대표를 정합니다."), ("지원합니다", "공모 기간에 지원서를 함께 씁니다. 처음이면 설명회에 오세요."),
                ("선정됩니다", "서류와 면접으로 뽑고, 이유를 알려 드립니다."), ("활동합니다", "협약을 맺고 활동비를 받아 모임을 꾸립니다. 컨설턴트가 찾아갑니다."),
                ("정산합니다", "끝난 뒤 30일 안에 쓴 돈과 증빙을 내고, 남은 돈과 이자는 돌려줍니다.")]),
        "en": ("How it works", "From forming a group to settling its grant: what happens when.",
               [("Gather", "Five parents agree on a name and a leader."), ("Apply", "Write the application together while the call is open. New? Come to the information meeting."),
                ("Be selected", "We read every application, then meet you. You are told the reasons."), ("Be active", "Sign the agreement, receive the grant, run your programme. A consultant visits."),
                ("Settle", "Within 30 days of the end, account for what you spent; what is left goes back with its interest.")]),
    },
    {
        "slug": "consulting", "picture": "lunch",
        "ko": ("찾아가는 컨설팅", "점심시간에 회사 근처로, 모임에 맞는 컨설턴트가 갑니다.",
               [("신청", "내 커뮤니티에서 원하는 때와 장소를 남깁니다."), ("방문", "강사 섭외, 장소, 예산, 갈등까지 무엇이든 이야기합니다."), ("기록", "이야기한 것을 정리해 함께 나눕니다.")]),
        "en": ("Visiting consultants", "Over lunch near your workplace, a consultant who fits your group.",
               [("Ask", "Name a time and place that suit you."), ("Meet", "Lecturers, rooms, money, disagreements: talk about anything."), ("Keep", "What was said is written down and shared with you.")]),
    },
]  # fmt: skip

FOOT: list[dict[str, Any]] = [
    {
        "slug": "privacy",
        "ko": ("개인정보처리방침", "무엇을 왜 받고 언제 없애는지 적었습니다.",
               "<h3>받는 것</h3><p>이메일과 이름, 원하시면 전화번호. 사는 곳과 일하는 곳의 자치구, 아이의 이름이나 별명과 태어난 해. 주민등록번호는 받지 않습니다.</p>"
               "<h3>쓰는 곳</h3><p>강좌 신청, 커뮤니티 지원과 정산, 동의하신 경우 소식 보내기. 다른 목적으로 쓰지 않습니다.</p>"
               "<h3>지우는 때</h3><p>강좌 기록은 3년, 보조금 기록은 5년 뒤에 지웁니다. 누가 누구의 정보를 보았는지는 2년 동안 남깁니다.</p>"
               "<h3>권리</h3><p>언제든 보고, 고치고, 동의를 거두고, 지워 달라고 하실 수 있습니다.</p>"),
        "en": ("Privacy", "What we ask for, why, and when it is destroyed.",
               "<h3>What we ask for</h3><p>An e-mail address and a name, a phone number if you like. The district you live and work in; a first name or nickname and the year of birth of your children. Never a resident registration number.</p>"
               "<h3>What for</h3><p>Registrations, grants and their settlement and, if you agree, news. Nothing else.</p>"
               "<h3>Until when</h3><p>Class records are destroyed after 3 years, grant records after 5. Who looked at whose data is kept for 2 years.</p>"
               "<h3>Your rights</h3><p>You may see, correct and erase your data and withdraw consent at any time.</p>"),
    },
    {
        "slug": "terms",
        "ko": ("이용안내", "신청과 취소, 게시물에 대한 약속입니다.",
               "<p>강좌는 한 사람이 한 자리씩 신청합니다. 못 오시면 미리 취소해 주세요. 누리집의 글은 출처를 밝히고 쓰실 수 있습니다.</p>"),
        "en": ("Terms of use", "What we agree on about registering, cancelling and reusing our texts.",
               "<p>One seat for each person. Please cancel in time if you cannot come. You may reuse our texts if you name the source.</p>"),
    },
    {
        "slug": "accessibility",
        "ko": ("접근성 안내", "누구나 쓸 수 있도록 지킨 것과 아직 모자란 것.",
               "<p>한국형 웹 콘텐츠 접근성 지침 2.2와 WCAG 2.2 AA를 따릅니다. 키보드만으로, 400% 확대해서, 고대비 화면에서, 자바스크립트 없이도 쓸 수 있습니다.</p><p>불편한 곳이 있으면 전화나 메일로 알려 주세요. 다음 영업일까지 답합니다.</p>"),
        "en": ("Accessibility", "What we keep to so that everyone can use this site, and what is still lacking.",
               "<p>We follow KWCAG 2.2 and WCAG 2.2 AA. The site works with the keyboard alone, at 400 % zoom, in high contrast and without JavaScript.</p><p>If something is in your way, call or write to us. We answer by the next working day.</p>"),
    },
]  # fmt: skip
