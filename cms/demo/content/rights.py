"""Rights at work around pregnancy, birth and childcare, in plain words.

The rules are those of the Labour Standards Act, the Equal Employment Act and the
Employment Insurance Act as amended in February 2025. They are sample texts: a real
centre has its labour attorney read them before they go out.
"""

from typing import Any

INDEX = {
    "ko": {
        "title": "권리 정보",
        "slug": "rights",
        "summary": "임신부터 아이가 초등학교를 마칠 때까지, 회사에 요구할 수 있는 것을 쉬운 말로 정리했습니다.",
        "body": [
            (
                "text",
                "<p>법이 정한 것은 회사가 허락해 주는 것이 아니라 알리고 쓰는 것입니다. 궁금한 것부터 골라 읽고, "
                "내 상황에 맞는지 헷갈리면 전화해 주세요.</p>",
            ),
        ],
    },
    "en": {
        "title": "Your rights",
        "summary": "What you may ask of your employer, from pregnancy until your child leaves primary school, in plain words.",
        "body": [
            (
                "text",
                "<p>What the law grants is not a favour: you announce it and you use it. Start with what you "
                "need now, and call us if you are not sure that it fits your case.</p>",
            ),
        ],
    },
}

NOTICE = {
    "ko": (
        "callout",
        {
            "tone": "info",
            "title": "읽기 전에",
            "text": "<p>2025년 2월 개정된 법을 기준으로 적은 예시 글입니다. 내 경우의 답은 공인노무사에게 직접 확인하세요.</p>",
        },
    ),
    "en": (
        "callout",
        {
            "tone": "info",
            "title": "Before you read",
            "text": "<p>Sample text based on the law as amended in February 2025. Ask a labour attorney about your own case.</p>",
        },
    ),
}

RIGHTS: list[dict[str, Any]] = [
    {
        "slug": "maternity-leave",
        "ko": {
            "title": "출산전후휴가",
            "summary": "아이를 낳기 앞뒤로 90일, 그중 45일은 반드시 출산 뒤에 씁니다.",
            "facts": [
                ("기간", "90일(쌍둥이 이상 120일, 미숙아 100일)"),
                (
                    "급여",
                    "처음 60일은 회사가 통상임금 100%, 우선지원 대상기업은 고용보험이 함께 지급",
                ),
                ("누가", "계약직·아르바이트도, 근무 기간과 상관없이"),
            ],
            "text": "<p>출산휴가를 쓰는 데 필요한 것은 신청서 한 장입니다. 회사가 ‘우리 회사에는 그런 제도가 없다’고 해도 법이 정한 휴가이므로 주어야 하고, 주지 않으면 처벌을 받습니다.</p><p>출산휴가 동안과 그 뒤 30일 동안은 해고할 수 없습니다.</p>",
            "steps": [
                (
                    "날짜를 정합니다",
                    "출산 예정일을 기준으로 출산 뒤 45일이 남도록 시작일을 정합니다.",
                ),
                (
                    "서면으로 알립니다",
                    "신청서를 내고, 낸 날짜가 남도록 메일이나 문자로도 보냅니다.",
                ),
                ("급여를 신청합니다", "휴가 시작 한 달 뒤부터 고용24에서 신청합니다."),
            ],
            "questions": [
                (
                    "회사가 육아휴직은 퇴사하라고 합니다.",
                    "<p>법을 어긴 말입니다. 대화를 기록하고 바로 전화해 주세요. 신청서 쓰는 것부터 함께합니다.</p>",
                ),
                (
                    "계약이 휴가 중에 끝나면요?",
                    "<p>남은 급여는 고용보험에서 받을 수 있습니다. 계약서와 예정일을 알려 주시면 계산해 드립니다.</p>",
                ),
            ],
        },
        "en": {
            "title": "Maternity leave",
            "summary": "Ninety days around the birth, at least 45 of them afterwards.",
            "facts": [
                ("Length", "90 days (120 for twins or more, 100 for a premature baby)"),
                (
                    "Pay",
                    "Full ordinary wages for the first 60 days by the employer, shared by employment insurance in smaller firms",
                ),
                ("Who", "Everyone employed, on any contract, however short"),
            ],
            "text": "<p>One sheet of paper is all it takes. If your employer says “we have no such thing here”, it is still the law: refusing it is punishable.</p><p>You cannot be dismissed during the leave nor in the 30 days after it.</p>",
            "steps": [
                (
                    "Fix the dates",
                    "Count from the due date so that 45 days remain after the birth.",
                ),
                (
                    "Give notice in writing",
                    "Hand in the form, and mail or text it too, so that the date is on record.",
                ),
                (
                    "Claim the benefit",
                    "From one month after the leave began, through the employment service.",
                ),
            ],
            "questions": [
                (
                    "They tell me to resign if I want childcare leave.",
                    "<p>That breaks the law. Keep a record of the talk and call us. We begin with the application form.</p>",
                ),
                (
                    "What if my contract ends during the leave?",
                    "<p>Employment insurance can pay what remains. Send us the contract and the due date and we work it out.</p>",
                ),
            ],
        },
    },
    {
        "slug": "parental-leave",
        "ko": {
            "title": "육아휴직",
            "summary": "만 8세 또는 초등 2학년까지, 부모 각각 1년에서 1년 6개월.",
            "facts": [
                ("기간", "부모 각각 1년, 둘 다 3개월 이상 쓰면 6개월씩 더"),
                ("나누어 쓰기", "세 번까지 나누어 네 번에 걸쳐"),
                ("급여", "1~3개월 월 250만 원, 4~6개월 200만 원, 7개월부터 160만 원까지"),
            ],
            "text": "<p>6개월 이상 일했다면 회사는 육아휴직을 거부할 수 없습니다. 시작하려는 날 30일 전까지 서면으로 신청하고, 회사가 14일 안에 답하지 않으면 신청한 대로 쓸 수 있습니다.</p><p>휴직 기간은 근속기간에 들어가고, 돌아올 때는 같은 일이나 같은 수준의 임금을 받는 일이어야 합니다.</p>",
            "steps": [
                ("30일 전에 신청합니다", "아이의 생년월일, 시작일과 끝나는 날을 적습니다."),
                ("답을 기다립니다", "14일 안에 답이 없으면 받아들인 것으로 봅니다."),
                ("매달 급여를 신청합니다", "고용24에서 한 달 단위로 신청합니다."),
            ],
            "questions": [
                (
                    "무기계약 전환이 안 되어 거부당했습니다.",
                    "<p>계약직도 육아휴직을 씁니다. 센터가 관련 부서에 협조를 요청해 해당 직종 처음으로 휴직을 쓴 사례가 있습니다.</p>",
                ),
                (
                    "아빠도 쓸 수 있나요?",
                    "<p>네. 같은 아이로 엄마와 아빠가 함께, 또는 이어서 쓸 수 있습니다.</p>",
                ),
            ],
        },
        "en": {
            "title": "Childcare leave",
            "summary": "Until your child is eight or in second grade: a year to a year and a half for each parent.",
            "facts": [
                (
                    "Length",
                    "One year for each parent, six months more if both take three months or longer",
                ),
                ("In parts", "Split up to three times, so in four parts"),
                (
                    "Benefit",
                    "Up to 2.5 million won a month for months 1 to 3, 2 million for 4 to 6, then 1.6 million",
                ),
            ],
            "text": "<p>After six months with an employer you cannot be refused. Apply in writing 30 days before you want to begin; if there is no answer within 14 days, the leave stands as you applied for it.</p><p>The leave counts as service, and you return to the same work, or to work at the same pay.</p>",
            "steps": [
                (
                    "Apply 30 days ahead",
                    "Name the child's date of birth, the first and the last day.",
                ),
                ("Wait for the answer", "Silence for 14 days counts as yes."),
                ("Claim the benefit each month", "Through the employment service, month by month."),
            ],
            "questions": [
                (
                    "I was refused because my contract is not permanent.",
                    "<p>Contract workers take childcare leave too. The centre once asked the city department for its support, and the first in that occupation took the leave.</p>",
                ),
                (
                    "May fathers take it?",
                    "<p>Yes. Mother and father may take it for the same child, together or one after the other.</p>",
                ),
            ],
        },
    },
    {
        "slug": "shorter-hours",
        "ko": {
            "title": "근로시간 단축",
            "summary": "임신 중에는 하루 2시간, 아이가 초등 6학년이 될 때까지는 주 15~35시간으로.",
            "facts": [
                ("임신기", "12주 이내, 32주부터 하루 2시간 단축, 임금 그대로"),
                (
                    "육아기",
                    "만 12세 또는 초등 6학년까지, 1년(쓰지 않은 육아휴직은 두 배로 더해 최대 3년)",
                ),
                ("신청", "임신기는 3일 전, 육아기는 30일 전까지"),
            ],
            "text": "<p>하루 8시간 일하던 사람이 6시간만 일하고도 임금이 깎이지 않는 것이 임신기 단축입니다. 육아기 단축은 줄어든 임금의 일부를 고용보험이 채워 줍니다.</p>",
            "steps": [
                ("시간을 정합니다", "출근을 늦출지 퇴근을 당길지, 점심을 줄일지 정해 적습니다."),
                ("진단서를 붙입니다", "임신기 단축에는 임신 주수를 적은 진단서가 필요합니다."),
                ("육아기는 급여를 신청합니다", "단축을 시작한 다음 달부터 신청합니다."),
            ],
            "questions": [
                (
                    "야근을 시키면 어떻게 하나요?",
                    "<p>단축 중에는 본인이 원하지 않으면 연장근로를 시킬 수 없습니다. 임신 중에는 원해도 안 됩니다.</p>",
                )
            ],
        },
        "en": {
            "title": "Shorter hours",
            "summary": "Two hours less a day in pregnancy; 15 to 35 hours a week until your child leaves sixth grade.",
            "facts": [
                (
                    "In pregnancy",
                    "Up to week 12 and from week 32: two hours less a day at full pay",
                ),
                (
                    "With a child",
                    "Until age 12 or sixth grade: one year, and twice the childcare leave you did not take, three years at most",
                ),
                ("Notice", "3 days in pregnancy, 30 days with a child"),
            ],
            "text": "<p>Six hours instead of eight without a won less: that is the shorter day in pregnancy. With a child, employment insurance makes up part of the wages you give up.</p>",
            "steps": [
                (
                    "Choose your hours",
                    "Start later, leave earlier or shorten lunch: write it down.",
                ),
                ("Attach the certificate", "In pregnancy, one that states the week."),
                ("With a child, claim the benefit", "From the month after you began."),
            ],
            "questions": [
                (
                    "What if I am told to work overtime?",
                    "<p>Not unless you ask for it yourself; and in pregnancy not even then.</p>",
                )
            ],
        },
    },
    {
        "slug": "partners-and-care-leave",
        "ko": {
            "title": "배우자 출산휴가·가족돌봄",
            "summary": "아빠의 출산휴가 20일, 가족돌봄휴가 한 해 10일.",
            "facts": [
                ("배우자 출산휴가", "20일, 출산 뒤 120일 안에 네 번까지 나누어"),
                ("가족돌봄휴가", "한 해 10일, 하루 단위"),
                ("난임치료휴가", "한 해 6일, 그중 2일은 유급"),
            ],
            "text": "<p>배우자 출산휴가는 유급입니다. 토요일과 공휴일을 빼고 20일이므로 한 달을 온전히 아이와 지낼 수 있습니다.</p><p>아이가 갑자기 아프거나 어린이집이 문을 닫은 날에는 가족돌봄휴가를 하루씩 쓰세요.</p>",
            "steps": [
                ("고지합니다", "배우자 출산휴가는 회사에 알리는 것으로 시작됩니다."),
                ("나누어 씁니다", "조리원에서 나온 날, 백일 무렵 등 필요한 때로 나눕니다."),
            ],
            "questions": [
                (
                    "가족돌봄휴가는 무급인가요?",
                    "<p>법으로는 무급이지만 회사 규정에 따라 다릅니다. 취업규칙을 먼저 확인하세요.</p>",
                )
            ],
        },
        "en": {
            "title": "Fathers' leave and family care",
            "summary": "Twenty days for fathers, ten days a year to care for family.",
            "facts": [
                ("Fathers' leave", "20 days within 120 days of the birth, in up to four parts"),
                ("Family care", "10 days a year, day by day"),
                ("Fertility treatment", "6 days a year, 2 of them paid"),
            ],
            "text": "<p>Fathers' leave is paid. Saturdays and holidays do not count, so twenty days make a whole month with your child.</p><p>When a child falls ill or day care is closed, take family care leave one day at a time.</p>",
            "steps": [
                ("Give notice", "Telling your employer is enough to begin."),
                (
                    "Use it in parts",
                    "When mother and child come home, around the hundredth day, whenever it helps most.",
                ),
            ],
            "questions": [
                (
                    "Is family care leave unpaid?",
                    "<p>By law it is, but company rules may be kinder. Look at yours first.</p>",
                )
            ],
        },
    },
    {
        "slug": "dismissal",
        "ko": {
            "title": "해고·불이익을 당했다면",
            "summary": "임신·출산·육아를 이유로 한 해고와 불이익은 법이 금지합니다. 혼자 서명하지 마세요.",
            "facts": [
                ("해고 금지", "출산휴가·육아휴직 기간과 출산휴가 뒤 30일"),
                ("다투는 기한", "부당해고 구제신청은 3개월 안에 노동위원회로"),
                ("도움", "센터 상담과 대리 지원은 무료"),
            ],
            "text": "<p>‘다음 달까지만 나오라’는 말을 들으면 사직서를 쓰지 말고, 누가 언제 무엇이라고 했는지 그날 적어 두세요. 권고사직에 동의하면 해고로 다투기 어렵습니다.</p><p>임신을 알리자 구두로 해고당했던 분이 스무 번의 상담 끝에 출산휴가와 육아휴직을 모두 쓰고 복귀한 일이 있습니다. 길은 생각보다 자주 있습니다.</p>",
            "steps": [
                ("적어 둡니다", "날짜와 말, 메일과 메신저를 모읍니다."),
                ("전화합니다", "120에 5번. 공인노무사가 듣고 다음 할 일을 정합니다."),
                ("먼저 협상합니다", "회사와 풀 길을 찾고, 안 되면 법적 절차를 함께 준비합니다."),
            ],
            "questions": [
                (
                    "소송까지 가야 하나요?",
                    "<p>대부분 그 전에 풉니다. 노동위원회나 노동청 절차가 필요하면 전문가가 대리합니다.</p>",
                )
            ],
        },
        "en": {
            "title": "Dismissed or treated unfairly",
            "summary": "To be dismissed or disadvantaged for pregnancy, birth or childcare is against the law. Do not sign anything alone.",
            "facts": [
                (
                    "No dismissal",
                    "During maternity and childcare leave, and 30 days after maternity leave",
                ),
                ("Time limit", "Three months to appeal to the labour relations commission"),
                ("Help", "The centre advises and represents you free of charge"),
            ],
            "text": "<p>If you hear “next month will be your last”, do not write a resignation. Note the same day who said what and when. Once you agree to leave, it is hard to call it a dismissal.</p><p>One woman dismissed by word of mouth when she told of her pregnancy had twenty talks with us, took both leaves and went back to work. There is a way more often than you think.</p>",
            "steps": [
                ("Write it down", "Collect dates, words, mails and messages."),
                (
                    "Call",
                    "Dial 120, then 5. A labour attorney listens and settles with you what comes next.",
                ),
                (
                    "Negotiate first",
                    "We look for a way with your employer, and prepare the legal steps with you if there is none.",
                ),
            ],
            "questions": [
                (
                    "Will I have to go to court?",
                    "<p>Most cases end before that. If the commission or the labour office is needed, an expert represents you.</p>",
                )
            ],
        },
    },
]

FAQ = {
    "ko": {
        "title": "자주 묻는 질문",
        "slug": "faq",
        "summary": "강좌와 공모, 상담에 대해 많이 물으시는 것들입니다.",
        "questions": [
            (
                "회원 가입을 해야 하나요?",
                "<p>읽고 전화하는 데는 필요 없습니다. 강좌를 신청하거나 커뮤니티로 지원할 때만 가입합니다.</p>",
            ),
            ("강좌는 얼마인가요?", "<p>모두 무료입니다. 점심 강좌에는 샌드위치를 드립니다.</p>"),
            (
                "아이를 데려가도 되나요?",
                "<p>돌봄이 있는 강좌에는 ‘돌봄’이라고 적혀 있습니다. 다른 강좌도 수유실은 언제든 쓸 수 있습니다.</p>",
            ),
            (
                "자리가 없으면 어떻게 하나요?",
                "<p>대기로 신청해 주세요. 자리가 나면 순서대로 바로 확정되고 메일로 알려 드립니다.</p>",
            ),
            (
                "못 가게 되었어요.",
                "<p>내 강좌에서 한 번 눌러 취소해 주세요. 그 자리는 기다리는 분께 바로 갑니다.</p>",
            ),
            (
                "남편도 신청할 수 있나요?",
                "<p>네. 직장맘 센터라는 이름이지만 일하는 부모 누구에게나 열려 있습니다.</p>",
            ),
            (
                "서울에 살지 않는데 회사가 서울이에요.",
                "<p>서울에서 일하시면 똑같이 이용하실 수 있습니다.</p>",
            ),
        ],
    },
    "en": {
        "title": "Questions people ask",
        "summary": "What we are asked most about classes, calls and advice.",
        "questions": [
            (
                "Do I need an account?",
                "<p>Not to read or to call. Only to register for a class or to apply with a community.</p>",
            ),
            (
                "What do the classes cost?",
                "<p>Nothing. Lunch-hour classes come with a sandwich.</p>",
            ),
            (
                "May I bring my child?",
                "<p>Classes with childcare say so. The nursing room is open to everyone at any time.</p>",
            ),
            (
                "What if there is no seat left?",
                "<p>Join the waiting list. When a seat is free it goes to the next in line at once, and a mail tells you.</p>",
            ),
            (
                "I cannot make it after all.",
                "<p>Cancel with one tap under “My classes”. Your seat goes straight to somebody who is waiting.</p>",
            ),
            (
                "May my husband register?",
                "<p>Yes. The centre is named after working mothers but open to every working parent.</p>",
            ),
            (
                "I live outside Seoul but work there.",
                "<p>If you work in Seoul, everything here is yours too.</p>",
            ),
        ],
    },
}
