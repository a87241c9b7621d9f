"""About the centre: why it is there, its programmes, its history, its people, its rooms."""

from typing import Any

PURPOSE = {
    "ko": {
        "title": "센터 소개",
        "slug": "about",
        "summary": "일하는 부모가 일과 가정을 함께 지킬 수 있도록, 권리와 이웃과 쉴 자리를 잇는 공공 센터입니다.",
        "body": [
            (
                "text",
                "<p>일하는 여성의 노동권과 모성권을 지키고 경력단절을 막기 위해 2012년 문을 열었습니다. 회사에서의 고충, "
                "가족 안의 고충, 혼자 견디는 고충은 따로 오지 않습니다. 그래서 공인노무사와 보육상담, 심리·정서 전문가가 "
                "한자리에서 듣고, 해결될 때까지 몇 번이든 함께합니다.</p>"
                "<p>강의 한 번으로 끝나지 않도록 부모들이 스스로 모이는 커뮤니티를 돕고, 이웃 기관과 손을 잡아 "
                "지지대를 넓혀 갑니다.</p>",
            ),
            (
                "facts",
                {
                    "title": "누구에게 열려 있나요",
                    "facts": [
                        {
                            "label": "대상",
                            "value": "서울에 살거나 서울에서 일하는 부모와 예비 부모, 서울의 사업주",
                        },
                        {"label": "비용", "value": "모든 상담과 교육은 무료입니다"},
                        {"label": "개관", "value": "2012년 4월 1일"},
                    ],
                },
            ),
            ("call_us", None),
        ],
    },
    "en": {
        "title": "About us",
        "summary": "A public centre that links working parents with their rights, their neighbours and a place to rest.",
        "body": [
            (
                "text",
                "<p>The centre opened in 2012 to protect the labour and maternity rights of working women and to keep "
                "careers from breaking off. Trouble at work, trouble at home and the trouble one bears alone rarely come "
                "apart. So labour attorneys, childcare advisers and counsellors listen in one place, and stay "
                "with you, however often it takes, until it is settled.</p>"
                "<p>And so that one lecture is not the end of it, we support parents who form communities of their own, "
                "and join hands with organisations nearby.</p>",
            ),
            (
                "facts",
                {
                    "title": "Who may come",
                    "facts": [
                        {
                            "label": "For",
                            "value": "Parents and parents-to-be who live or work in Seoul, and employers in Seoul",
                        },
                        {"label": "Cost", "value": "All advice and all classes are free"},
                        {"label": "Opened", "value": "1 April 2012"},
                    ],
                },
            ),
            ("call_us", None),
        ],
    },
}

PROGRAMMES: list[dict[str, Any]] = [
    {
        "slug": "counselling",
        "scene": "hotline",
        "ko": (
            "종합상담",
            "직장·가족·개인, 세 가지 고충을 한자리에서 듣고 해결될 때까지 함께합니다.",
            [
                "공인노무사가 직접 듣고 답합니다. 한 번으로 끝나지 않아도 괜찮습니다. 분쟁이 풀릴 때까지 몇 번이든 이어집니다.",
                "회사에 보낼 신청서와 메일을 같이 다듬고, 면담에서 할 말과 말투까지 함께 연습합니다. 법적 절차 전에 회사와 "
                "원만히 푸는 길을 먼저 찾습니다.",
            ],
            [
                ("온라인", "298건"),
                ("전화", "4,129건"),
                ("내방", "45건"),
                ("찾아가는 상담", "301건"),
            ],
        ),
        "en": (
            "Counselling",
            "Trouble at work, in the family or with oneself: heard in one place, until it is settled.",
            [
                "Labour attorneys listen and answer themselves. It need not end with one talk: we go on until the dispute is settled.",
                "We polish the application and the mail to your employer with you, and rehearse what to say in the meeting. "
                "Before any legal step we look for a way that lets you keep working.",
            ],
            [("Online", "298"), ("By phone", "4,129"), ("At the centre", "45"), ("Visits", "301")],
        ),
    },
    {
        "slug": "prevention",
        "scene": "rights",
        "ko": (
            "예방서비스",
            "핸드북과 안내서로 권리를 먼저 알리고, 전문가와 미리 이어 드립니다.",
            [
                "‘직장맘이 궁금한 100문 100답’ 핸드북과 ‘출산휴가·육아휴직 신청 안내서’를 만들어 나눕니다.",
                "임신·출산·육아로 불이익을 당했을 때는 심리·정서 전문가의 무료 상담을 세 번까지 받을 수 있고, 소득 기준에 "
                "맞으면 사건 대리도 지원합니다.",
            ],
            [("신청 안내서", "3,000부"), ("핸드북", "제3판 준비")],
        ),
        "en": (
            "Prevention",
            "Handbooks and guides that tell of your rights in time, and experts before it is too late.",
            [
                "We write and give away the handbook “100 questions working mothers ask” and a guide to applying for maternity and childcare leave.",
                "If you are put at a disadvantage because of pregnancy, birth or childcare, up to three sessions with a counsellor are "
                "free, and within an income limit your case is represented too.",
            ],
            [("Guides to leave", "3,000 copies"), ("Handbook", "3rd edition in the works")],
        ),
    },
    {
        "slug": "hotline",
        "scene": "hotline",
        "ko": (
            "직장맘 전용콜",
            "다산콜 120번에 5번, 공인노무사가 바로 받습니다.",
            [
                "2016년 2월 문을 연, 전문가가 직접 받는 첫 전용 전화입니다. 첫 전화부터 문제가 풀릴 때까지 같은 자리에서 이어 갑니다.",
                "통화가 어려운 낮에는 문자나 온라인으로 남겨 주세요. 점심시간에도 받습니다.",
            ],
            [("2016년 2~9월 상담", "3,805건")],
        ),
        "en": (
            "Hotline",
            "Dial 120, then 5: a labour attorney picks up.",
            [
                "Opened in February 2016 as the first hotline answered by experts themselves, it stays with you from the first call until the matter is settled.",
                "If you cannot talk during the day, leave a message or write online. We also answer over lunch.",
            ],
            [("Calls, February to September 2016", "3,805")],
        ),
    },
    {
        "slug": "parent-communities",
        "scene": "community",
        "ko": (
            "직장부모커뮤니티",
            "이웃 부모와 만든 모임에 활동비와 컨설턴트를 보냅니다.",
            [
                "해마다 공모로 모임을 뽑아 활동비를 지원하고, 리더 교육과 찾아가는 컨설팅으로 곁을 지킵니다. 컨설턴트는 점심시간에 회사 근처로도 갑니다.",
                "2016년에는 13개 구 19개 모임에서 어른 1,579명, 아이 1,068명이 함께했습니다.",
            ],
            [("선정", "13개 구 19팀"), ("참여", "2,647명")],
        ),
        "en": (
            "Parent communities",
            "Grants and visiting consultants for groups that parents form with their neighbours.",
            [
                "Each year a call selects communities for a small grant. Leaders are trained, and consultants visit, over lunch near the workplace if need be.",
                "In 2016, 1,579 adults and 1,068 children took part in 19 communities across 13 districts.",
            ],
            [("Selected", "19 in 13 districts"), ("Took part", "2,647")],
        ),
    },
    {
        "slug": "education",
        "scene": "class",
        "ko": (
            "역량강화 교육",
            "점심 노동법 강좌부터 인문학 강연, 부모교육까지 모두 무료입니다.",
            [
                "센터에서 여는 강좌와 회사·학교로 찾아가는 교육이 있습니다. 접근하기 쉬운 곳에서, 점심시간이나 퇴근 뒤에 엽니다.",
                "사업주를 위한 인사·노무 강좌도 열어 다툼이 생기기 전에 서로의 의무를 알게 합니다.",
            ],
            [("노동법률 교육", "16회 348명"), ("인문학 강연", "48명")],
        ),
        "en": (
            "Classes",
            "From lunch-hour labour law to humanities lectures and parents' classes: all free.",
            [
                "Some classes are held at the centre, others at companies and schools that ask for them: easy to reach, over lunch or after work.",
                "Employers have classes of their own, so that both sides know their duties before there is a quarrel.",
            ],
            [("Labour law", "16 classes, 348 people"), ("Humanities lecture", "48 people")],
        ),
    },
    {
        "slug": "ecosystem",
        "scene": "partners",
        "ko": (
            "지원 생태계 조성",
            "여성·노동·돌봄 기관과 협약을 맺어 지지대를 넓힙니다.",
            [
                "개관 이래 24개 기관과 업무협약을 맺고 47개 단체와 사업을 이어 왔습니다. 정책과 돌봄, 두 분야의 간담회를 해마다 엽니다."
            ],
            [("업무협약", "24곳"), ("연계 단체", "47곳")],
        ),
        "en": (
            "Partnerships",
            "Agreements with organisations for women, labour and childcare that widen the net of support.",
            [
                "Since opening, the centre has signed 24 agreements and worked with 47 organisations. Round tables on policy and on childcare are held every year."
            ],
            [("Agreements", "24"), ("Organisations", "47")],
        ),
    },
    {
        "slug": "outreach",
        "scene": "newsletter",
        "ko": (
            "홍보",
            "누리집과 뉴스레터, 거리 상담으로 필요한 사람에게 먼저 닿습니다.",
            [
                "뉴스레터를 다섯 번 12,750부 펴내고, 출산·육아 박람회와 지하철역에서 6,350명을 만났습니다. 언론에는 272번 소개되었습니다."
            ],
            [("뉴스레터", "5회 12,750부"), ("현장 홍보", "6,350명"), ("언론보도", "272건")],
        ),
        "en": (
            "Reaching out",
            "A website, a newsletter and desks in the street, to reach people before they have to ask.",
            [
                "Five issues of the newsletter went out in 12,750 copies; at fairs and subway stations we met 6,350 people, and the press reported 272 times."
            ],
            [
                ("Newsletter", "5 issues, 12,750 copies"),
                ("Met on the spot", "6,350"),
                ("In the press", "272"),
            ],
        ),
    },
    {
        "slug": "career-support-group",
        "scene": "report",
        "ko": (
            "경력단절예방지원단",
            "노무사 10명, 변호사 10명, 심리·정서 전문가 5명이 함께하는 전문가 모임입니다.",
            [
                "2013년 11월 위촉된 25명의 전문가가 온라인 상담, 분쟁 해결, 찾아가는 상담을 나누어 맡습니다.",
                "제도개선위원회는 출산전후휴가와 육아휴직의 실효성을 높이는 네 가지 정책을 제안했습니다.",
            ],
            [("구성", "25명"), ("활동", "189회")],
        ),
        "en": (
            "Career support group",
            "Ten labour attorneys, ten lawyers and five counsellors who stand by you.",
            [
                "Appointed in November 2013, the 25 experts share online advice, dispute settlement and visits among them.",
                "Their policy committee has proposed four measures that would make maternity and childcare leave work in practice.",
            ],
            [("Members", "25"), ("Activities", "189")],
        ),
    },
]

TIMELINE = {
    "ko": {"title": "연혁", "slug": "history", "summary": "2012년부터 걸어온 길입니다."},
    "en": {"title": "History", "summary": "The way we have come since 2012."},
}

# (year, [(when, Korean, when in English, English), …])
YEARS: list[tuple[int, list[tuple[str, str, str, str]]]] = [
    (2016, [
        ("2. 15.", "직장맘 고충상담 전용콜 개시", "15 Feb", "Hotline for working mothers opens"),
        ("3. 12.", "직장부모커뮤니티 공모, 19개 팀 선정", "12 Mar", "Call for parent communities: 19 selected"),
        ("4. 19.", "아침 방송의 워킹맘 기획 촬영", "19 Apr", "A morning television programme films a feature on working mothers"),
        ("7. 2.", "직장맘을 위한 인문학 멘토 초청 강연회", "2 Jul", "Humanities lecture for working mothers"),
    ]),
    (2015, [
        ("4. 13.", "출산전후휴가·육아휴직 실효성 확보를 위한 정책 제안 책자 1차 발간", "13 Apr", "Policy proposals on maternity and childcare leave published"),
        ("4. 30.", "직장부모커뮤니티 지원사업 공모, 8개 팀 선정", "30 Apr", "Call for parent communities: 8 selected"),
        ("7. 29.", "핸드북 ‘직장맘이 궁금한 100문 100답’ 개정판 발간", "29 Jul", "Handbook “100 questions working mothers ask”, second edition"),
        ("8. 17.", "‘출산휴가·육아휴직 신청 안내서’ 2차 발간", "17 Aug", "Guide to maternity and childcare leave, second edition"),
        ("10. 12.", "일자리 대장정 ‘직장맘과 함께하는 저녁식사’ 간담회", "12 Oct", "“Dinner with working mothers”, a round table with the city"),
        ("10. 28.", "근로기준법·남녀고용평등법 개정안 발의 기자회견", "28 Oct", "Press conference on bills to amend the labour and equal employment acts"),
        ("12. 18.", "‘종합상담사례집 2’ 발간", "18 Dec", "Second casebook of counselling published"),
        ("12. 28.", "위탁 재계약(2016. 1. 1. ~ 2018. 12. 31.)", "28 Dec", "Operating contract renewed for 2016 to 2018"),
    ]),
    (2014, [
        ("6. 29.", "직장부모커뮤니티 공모, 7개 팀 선정", "29 Jun", "First call for parent communities: 7 selected"),
        ("7. 2.", "직장맘 경력유지를 위한 토론회 개최", "2 Jul", "Symposium on keeping careers whole"),
        ("7. 16.", "‘출산휴가·육아휴직 신청 안내서’ 1차 발간", "16 Jul", "Guide to maternity and childcare leave, first edition"),
        ("10. 17.", "센터 공간 이전(마포구 → 광진구)", "17 Oct", "The centre moves from Mapo-gu to Gwangjin-gu"),
        ("12. 30.", "‘종합상담사례집’ 발간", "30 Dec", "First casebook of counselling published"),
        ("12. 31.", "자녀 돌봄 ‘늘품교실’ 시범사업 종료", "31 Dec", "Pilot of childcare classes ends"),
    ]),
    (2013, [
        ("1. 25.", "뉴스레터 창간호 발행", "25 Jan", "First issue of the newsletter"),
        ("4. 1.", "재수탁(2013. 4. 1. ~ 2015. 12. 31.)", "1 Apr", "Operating contract renewed to 2015"),
        ("8. 29.", "지하철역 찾아가는 현장상담 시작", "29 Aug", "First advice desk at a subway station"),
        ("11. 1.", "경력단절예방지원단 위촉식", "1 Nov", "Career support group appointed"),
        ("11. 18.", "‘보육 토론회’ 공동 주최", "18 Nov", "Joint symposium on childcare"),
        ("12. 19.", "핸드북 ‘직장맘이 궁금한 100문 100답’ 발간", "19 Dec", "Handbook “100 questions working mothers ask”"),
    ]),
    (2012, [
        ("3. 28.", "위탁협약 체결", "28 Mar", "Operating contract signed"),
        ("4. 1.", "업무 개시", "1 Apr", "The centre opens"),
        ("12. 17.", "사업주를 위한 노동상식 안내서 발간", "17 Dec", "Guide to labour law for employers published"),
    ]),
]  # fmt: skip

STAFF = {
    "ko": {
        "title": "함께하는 사람들",
        "slug": "people",
        "summary": "열한 명이 상담과 교육, 커뮤니티와 살림을 나누어 맡습니다.",
        "roles": [
            ("센터장", 1, "센터를 대표하고 사업 전체를 돌봅니다."),
            ("팀장", 2, "상담과 사업, 두 팀을 이끕니다. 공인노무사와 사회복지사입니다."),
            ("공인노무사", 5, "전용콜과 방문·온라인 상담, 노동법률 교육을 맡습니다."),
            ("보육상담", 1, "어린이집부터 긴급돌봄까지, 아이 맡길 곳을 함께 찾습니다."),
            ("행정·회계", 1, "예산과 정산, 시설을 살핍니다."),
            ("홍보", 1, "누리집과 뉴스레터, 현장 홍보를 맡습니다."),
        ],
    },
    "en": {
        "title": "The people",
        "summary": "Eleven people share the work: advice, classes, communities and running the centre.",
        "roles": [
            ("Director", 1, "Speaks for the centre and looks after all its programmes."),
            (
                "Team leaders",
                2,
                "Lead the advice and the programme team; a labour attorney and a social worker.",
            ),
            (
                "Labour attorneys",
                5,
                "Answer the hotline, advise in person and online, and teach labour law.",
            ),
            (
                "Childcare adviser",
                1,
                "Helps to find a place for your child, from day care to emergencies.",
            ),
            ("Administration and accounts", 1, "Looks after budget, settlement and rooms."),
            ("Public relations", 1, "Looks after website, newsletter and street work."),
        ],
    },
}

FACILITY = {
    "ko": {
        "title": "시설·오시는 길",
        "slug": "visit",
        "summary": "지하철 2호선에서 걸어서 7분, 휠체어와 유아차로 들어올 수 있습니다.",
        "directions": "지하철 2호선 건대입구역 5번 출구에서 걸어서 7분입니다. 건물 옆에 장애인 주차 두 자리가 있고, 다른 차는 가까운 공영주차장을 이용해 주세요.",
        "spaces": [
            ("전용콜상담실", "전화 상담이 이루어지는 조용한 방입니다.", [("자리", "3석")]),
            (
                "상담실·회의실",
                "찾아오신 분과 이야기하고 작은 강좌를 엽니다.",
                [("자리", "16석"), ("설비", "보청기 유도 장치, 대형 화면")],
            ),
            (
                "돌봄방",
                "강좌를 듣는 동안 아이가 머뭅니다.",
                [("대상", "24개월부터 초등 3학년까지"), ("자리", "10석")],
            ),
            ("수유실", "언제든 쓸 수 있습니다.", [("설비", "기저귀 교환대, 젖병 소독기")]),
        ],
    },
    "en": {
        "title": "Rooms and way here",
        "summary": "Seven minutes on foot from subway line 2; step-free for wheelchairs and prams.",
        "directions": "Seven minutes on foot from exit 5 of Konkuk University station, line 2. Two parking places for disabled visitors are beside the building; otherwise please use the public car park nearby.",
        "spaces": [
            ("Hotline room", "A quiet room where calls are answered.", [("Seats", "3")]),
            (
                "Meeting rooms",
                "For talks in person and for small classes.",
                [("Seats", "16"), ("Equipment", "Induction loop, large screen")],
            ),
            (
                "Childcare room",
                "Where children stay while you are in class.",
                [("Ages", "2 years to third grade"), ("Seats", "10")],
            ),
            (
                "Nursing room",
                "Open at any time.",
                [("Equipment", "Changing table, bottle steriliser")],
            ),
        ],
    },
}
