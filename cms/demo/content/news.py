"""News, press and notices of the demo; days are counted back from today."""

# (days ago, kind, scene or "", slug, Korean title, summary, text, English title, summary, text)
NEWS: list[tuple[int, str, str, str, tuple[str, str, str], tuple[str, str, str]]] = [
    (
        1, "notice", "community", "call-open",
        ("올해 직장부모커뮤니티 공모가 열렸습니다", "부모 다섯 명이 모이면 신청할 수 있습니다. 모임마다 최대 200만 원을 지원합니다.",
         "<p>서울에 살거나 서울에서 일하는 부모 다섯 명 이상이 모이면 신청할 수 있습니다. 부모교육, 자녀교육, 건강, 문화, 지역봉사 가운데 하고 싶은 활동을 골라 주세요.</p><p>지원서는 여럿이 나누어 쓸 수 있고, 쓰던 내용은 저절로 저장됩니다. 마감은 날짜가 아니라 시각입니다. 공모 안내에서 확인하세요.</p>"),
        ("This year's call for parent communities is open", "Five parents are enough to apply. Each community may receive up to two million won.",
         "<p>Five or more parents who live or work in Seoul may apply together, for parents' classes, children's learning, health, culture or work for the neighbourhood.</p><p>Several of you can write the application together, and what you write is saved as you go. The deadline is an hour, not a day: look it up in the call.</p>"),
    ),
    (
        4, "notice", "lunch", "lunch-classes",
        ("점심시간 노동법 강좌, 세 번에 나누어 엽니다", "회사 근처에서 한 시간, 샌드위치를 드립니다.",
         "<p>출산휴가와 육아휴직, 육아기 근로시간 단축, 임신기 권리를 한 번에 하나씩 다룹니다. 공인노무사가 실제 상담 사례로 설명하고 질문을 받습니다.</p>"),
        ("Labour law over lunch, in three parts", "One hour near your office, with a sandwich.",
         "<p>Maternity and childcare leave, shorter hours with a child, and rights in pregnancy: one at a time. A labour attorney explains them by real cases and takes your questions.</p>"),
    ),
    (
        9, "news", "lecture", "humanities-full",
        ("인문학 강연 ‘엄마라는 이름 밖의 나’, 자리가 모두 찼습니다", "대기 신청을 받습니다. 자리가 나면 순서대로 확정됩니다.",
         "<p>많은 분이 기다려 주신 덕분에 쉰 자리가 이틀 만에 찼습니다. 대기로 신청하시면 취소된 자리가 순서대로 바로 돌아갑니다. 강연 자료는 뒤에 발간자료에서 나누겠습니다.</p>"),
        ("The lecture “Myself beyond the name of mother” is full", "You can join the waiting list; seats that come free go to the next in line.",
         "<p>Fifty seats were taken within two days. If you join the waiting list, a seat that is given back goes to the next person at once. We will share the lecture notes under Publications.</p>"),
    ),
    (
        16, "news", "partners", "new-mou",
        ("육아종합지원 기관과 업무협약을 맺었습니다", "긴급돌봄이 필요한 상담자를 당일에 이어 드립니다.",
         "<p>상담 중에 아이 맡길 곳이 급한 분을 그날 바로 연결하기로 했습니다. 두 기관의 부모교육도 함께 열고, 교육장을 나누어 씁니다.</p>"),
        ("Agreement signed with a childcare support centre", "Families who need care at once are put in touch the same day.",
         "<p>When somebody who asks for advice needs a place for a child at once, we put them in touch on the same day. Parents' classes will be held together, and rooms shared.</p>"),
    ),
    (
        23, "press", "hotline", "press-hotline",
        ("“회사에 할 말, 노무사와 먼저 연습했어요”", "전용콜 상담 이야기가 소개되었습니다.",
         "<p>육아휴직을 앞둔 상담자가 면담을 준비하는 과정을 따라간 기사입니다. 실명은 쓰지 않았습니다.</p>"),
        ("“I rehearsed with a labour attorney what to tell my boss”", "A report follows one call to the hotline.",
         "<p>The report follows a caller who prepares the meeting before her childcare leave. No names are given.</p>"),
    ),
    (
        31, "news", "subway", "station-desks",
        ("지하철역 현장상담, 여섯 곳으로 늘립니다", "매달 첫째 목요일 17시부터 20시, 퇴근길에 만나요.",
         "<p>당산, 가산디지털단지, 건대입구, 사당에 이어 두 곳이 더해집니다. 예약 없이 오시면 되고, 8월과 한겨울(12월~2월)에는 쉽니다.</p>"),
        ("Advice desks at six subway stations", "First Thursday of each month from 17:00 to 20:00, on your way home.",
         "<p>Two more stations join Dangsan, Gasan Digital Complex, Konkuk University and Sadang. No appointment is needed; the desks pause in August and in deep winter (December to February).</p>"),
    ),
    (
        45, "press", "report", "press-policy",
        ("육아휴직 신청, ‘말하기 어려워서’ 못 한다", "센터 상담 통계를 바탕으로 한 기획 기사입니다.",
         "<p>상담의 열에 여덟은 직장 안의 고충이었습니다. 신청 절차를 기관이 대신 받아 주자는 제안이 함께 실렸습니다.</p>"),
        ("Too hard to ask: why childcare leave goes unused", "A feature based on the centre's figures.",
         "<p>Eight of ten consultations concern trouble at work. The feature also reports the proposal that a public office should take applications in.</p>"),
    ),
    (
        62, "news", "park", "community-picnic",
        ("커뮤니티 열아홉 팀이 한자리에 모였습니다", "가을 연합 나들이, 어른과 아이 삼백 명이 함께했습니다.",
         "<p>각 모임이 부스를 하나씩 맡아 놀이와 책, 먹을거리를 나누었습니다. 다음 해에는 연합 프로그램도 공모에서 지원합니다.</p>"),
        ("Nineteen communities in one park", "Three hundred adults and children came to the autumn outing.",
         "<p>Each community ran a stall with games, books or food. Next year the call will support joint programmes too.</p>"),
    ),
    (
        80, "notice", "", "privacy-update",
        ("개인정보처리방침이 바뀝니다", "접속기록을 2년 보관하고, 아이 정보는 이름과 태어난 해만 받습니다.",
         "<p>주민등록번호는 어떤 경우에도 받지 않습니다. 동의는 목적마다 따로 받고, 언제든 거둘 수 있습니다.</p>"),
        ("Our privacy policy is changing", "Access records are kept for two years; of a child we ask a first name and a year of birth only.",
         "<p>We never ask for resident registration numbers. Consent is asked for each purpose apart and can be withdrawn at any time.</p>"),
    ),
    (
        97, "news", "reading", "reading-group",
        ("책놀이 모임, 반년의 기록", "둘째 토요일마다 도서관에서 만난 열두 가족 이야기입니다.",
         "<p>부모가 돌아가며 책을 고르고, 한 달에 한 번 강사를 모셨습니다. 모임을 처음 여는 분께 도움이 되도록 준비물과 진행표를 함께 싣습니다.</p>"),
        ("Half a year with a reading circle", "Twelve families who meet in a library on every second Saturday.",
         "<p>Parents take turns to choose the book, and once a month a guest comes to teach. For those who begin their own circle we add the list of things to bring and the run of a morning.</p>"),
    ),
    (
        120, "press", "", "press-lecture",
        ("“나를 위한 두 시간은 처음이었다”", "인문학 멘토 강연 현장이 소개되었습니다.",
         "<p>마흔여덟 명이 함께한 여름 강연을 담은 기사입니다.</p>"),
        ("“The first two hours just for me”", "A report from the humanities lecture.",
         "<p>Forty-eight people came to the lecture in summer.</p>"),
    ),
    (
        150, "news", "newsletter", "newsletter-published",
        ("뉴스레터 여름호가 나왔습니다", "육아기 근로시간 단축을 쓴 세 사람의 하루를 담았습니다.",
         "<p>센터와 협약기관, 지하철역 상담 창구에서 받으실 수 있고, 발간자료에서도 내려받을 수 있습니다.</p>"),
        ("The summer newsletter is out", "A day with three people who work shorter hours for their children.",
         "<p>Pick it up at the centre, at our partners or at the station desks, or download it under Publications.</p>"),
    ),
]  # fmt: skip

# (days ago, kind, slug, scene, Korean title, summary, English title, summary)
PUBLICATIONS: list[tuple[int, str, str, str, tuple[str, str], tuple[str, str]]] = [
    (40, "handbook", "100-questions", "rights",
     ("직장맘이 궁금한 100문 100답", "임신부터 복직까지, 상담에서 가장 많이 나온 질문 백 가지와 답."),
     ("100 questions working mothers ask", "The hundred questions we hear most, from pregnancy to the return to work.")),
    (75, "form", "leave-application", "report",
     ("출산휴가·육아휴직 신청서 양식", "회사에 그대로 낼 수 있는 신청서. 문서 프로그램에서 고쳐 쓰세요."),
     ("Application for maternity and childcare leave", "A form you can hand in as it is, or change in your word processor.")),
    (110, "casebook", "casebook", "centre",
     ("종합상담사례집", "회사와 부딪히지 않고 푼 사례, 끝까지 다툰 사례를 함께 엮었습니다."),
     ("Casebook of counselling", "Cases settled without a quarrel, and cases fought to the end.")),
    (150, "newsletter", "newsletter-summer", "newsletter",
     ("뉴스레터 여름호", "육아기 근로시간 단축을 쓴 세 사람의 하루."),
     ("Newsletter, summer issue", "A day with three people who work shorter hours.")),
    (200, "report", "community-report", "community",
     ("직장부모커뮤니티 활동사례집", "열아홉 모임이 한 해 동안 한 일과 쓴 돈, 배운 것."),
     ("A year of parent communities", "What nineteen communities did, spent and learned in a year.")),
]  # fmt: skip

FORM_LINES = {
    "ko": ["출산전후휴가·육아휴직 신청서", "신청인:            부서:            연락처:", "구분: □ 출산전후휴가  □ 육아휴직",
           "자녀 이름(태어날 아이는 예정일):            생년월일:", "기간: 20   년   월   일부터 20   년   월   일까지 (   일)",
           "남녀고용평등과 일·가정 양립 지원에 관한 법률에 따라 위와 같이 신청합니다.", "20   년   월   일     신청인            (서명)"],
    "en": ["Application for maternity leave or childcare leave", "Applicant:            Department:            Phone:", "Kind: □ maternity leave  □ childcare leave",
           "Child's name (before birth: due date):            Date of birth:", "From 20   -   -    to 20   -   -    (     days)",
           "I apply for the above under the Equal Employment Opportunity and Work-Family Balance Assistance Act.", "Date: 20   -   -        Applicant:            (signature)"],
}  # fmt: skip
