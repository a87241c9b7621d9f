"""The partners' part of the demo: twenty-four agreements, three stories, a directory.

The centre's report counts 24 agreements since its opening. The organisations are made
up; nationwide telephone numbers of the directory are the public ones.
"""

from datetime import date
from typing import Any

from cms.demo.planting import picture, plant
from plugins.partners.models import (
    Mou,
    Partner,
    PartnerIndexPage,
    PartnerPage,
    Resource,
    ResourceDirectoryPage,
)

# (kind, district, Korean name, English name, signed)
PARTNERS = (
    ("women", "gwangjin", "동부 여성배움터", "Eastern Women's Learning House", (2012, 5, 17)),
    ("labour", "jongno", "도심 노동권익센터", "Downtown Labour Rights Centre", (2012, 6, 21)),
    ("family", "mapo", "서부 가족지원센터", "Western Family Support Centre", (2012, 9, 11)),
    ("childcare", "gangdong", "강동 어린이집 연합", "Gangdong Day Care Association", (2012, 11, 8)),
    ("public", "yeongdeungpo", "한강 고용복지센터", "Han River Employment Centre", (2013, 2, 19)),
    ("women", "guro", "구로 새일터", "Guro Back-to-Work Centre", (2013, 4, 25)),
    ("education", "seocho", "서초 마을도서관", "Seocho Neighbourhood Library", (2013, 6, 13)),
    ("family", "gwangjin", "아차산 건강가정센터", "Achasan Family Centre", (2013, 8, 22)),
    ("labour", "geumcheon", "디지털단지 노동상담소", "Digital Complex Labour Advice", (2013, 10, 30)),
    ("childcare", "mapo", "아픈아이 돌봄두레", "Sick Child Care Co-operative", (2014, 1, 16)),
    ("public", "jung", "도심 50+ 캠퍼스", "Downtown 50+ Campus", (2014, 3, 20)),
    ("company", "geumcheon", "넥스트물류 노동조합", "Next Logistics Union", (2014, 5, 15)),
    ("education", "seongdong", "한빛 특성화고등학교", "Hanbit Vocational High School", (2014, 9, 18)),
    ("women", "jung", "일하는 여성 아카데미", "Working Women's Academy", (2014, 11, 27)),
    ("family", "yeongdeungpo", "영등포 다문화가족의집", "Yeongdeungpo Multicultural House", (2015, 2, 12)),
    ("public", "gangdong", "강동 어린이회관", "Gangdong Children's Hall", (2015, 4, 9)),
    ("company", "gangnam", "테헤란 상공모임", "Teheran Chamber of Commerce", (2015, 6, 25)),
    ("media", "mapo", "마을라디오 와우", "Radio Wow", (2015, 8, 20)),
    ("childcare", "gwanak", "관악 공동육아 사랑방", "Gwanak Parents' Co-operative", (2015, 10, 15)),
    ("labour", "dongjak", "사당 이동노동자쉼터", "Sadang Shelter for Workers on the Move", (2015, 12, 3)),
    ("women", "eunpyeong", "은평 여성누리", "Eunpyeong Women's Forum", (2016, 2, 25)),
    ("education", "jongno", "물길박물관", "Waterway Museum", (2016, 5, 12)),
    ("family", "gangdong", "강동 종합복지관", "Gangdong Welfare Centre", (2016, 8, 18)),
    ("childcare", "gwangjin", "광진 육아종합지원소", "Gwangjin Childcare Support", None),
)  # fmt: skip
POINTS = {
    "labour": ("상담과 분쟁 해결을 서로 잇습니다.\n교육 강사를 나눕니다.", "Advice and disputes are passed on to each other.\nLecturers are shared."),
    "childcare": ("급한 돌봄을 당일에 잇습니다.\n부모교육을 함께 엽니다.", "Families in need of care are put in touch the same day.\nParents' classes are held together."),
    "education": ("교육장을 함께 씁니다.\n인문학 강연을 같이 준비합니다.", "Rooms are shared.\nHumanities lectures are prepared together."),
    "company": ("찾아가는 노동법률 교육을 엽니다.\n모성보호 제도를 점검합니다.", "Outreach classes in labour law.\nA yearly look at maternity protection."),
}  # fmt: skip
USUAL = (
    "일하는 부모를 위한 사업을 함께 알립니다.\n서로의 이용자를 이어 드립니다.",
    "Programmes for working parents are announced together.\nPeople are put in touch with either side.",
)
STORIES = {
    "도심 노동권익센터": ("partners", "한 번의 전화로 두 기관이 움직입니다", "One call sets two organisations to work",
        "<p>전용콜로 들어온 임금 체불 상담은 그날 바로 노동권익센터로 이어지고, 그곳에서 만난 임신한 노동자는 우리 센터로 옵니다. 두 기관의 공인노무사가 달마다 사례를 함께 살핍니다.</p>",
        "<p>A call about unpaid wages is passed on to the labour rights centre the same day; a pregnant worker they meet comes to us. Once a month the attorneys of both look at cases together.</p>"),
    "서초 마을도서관": ("reading", "도서관이 모임방이 되었습니다", "A library becomes a meeting room",
        "<p>토요일 오전 모임방을 부모 커뮤니티에 내어 주고, 강연이 있는 날은 아이 책방을 함께 엽니다. 책놀이 모임이 여기서 시작되었습니다.</p>",
        "<p>On Saturday mornings the meeting room belongs to parent communities, and on lecture days the children's room opens too. The reading circle began here.</p>"),
    "광진 육아종합지원소": ("childcare", "급한 돌봄, 그날 바로", "Care on the same day",
        "<p>상담 중에 아이 맡길 곳이 급한 분을 당일에 연결합니다. 두 기관의 부모교육을 함께 열고 교육장을 나누어 씁니다.</p>",
        "<p>When somebody who asks for advice needs a place for a child at once, we put them in touch on the same day. Parents' classes are held together, and rooms shared.</p>"),
}  # fmt: skip
# (kind, district, phone, link, Korean title, description, English title, description)
RESOURCES = (
    ("labour", "", "1350", "https://www.moel.go.kr/", "고용노동부 고객상담센터", "임금, 휴가, 해고, 고용보험을 전화로 묻습니다.", "Ministry of Labour hotline", "Wages, leave, dismissal and employment insurance by phone."),
    ("labour", "", "132", "https://www.klac.or.kr/", "대한법률구조공단", "형편이 어려운 분의 소송을 돕습니다.", "Korea Legal Aid", "Legal aid for those who cannot afford it."),
    ("welfare", "", "120", "https://www.120dasan.or.kr/", "다산콜", "서울의 모든 민원, 5번은 직장맘 상담.", "Dasan call centre", "Anything about Seoul; press 5 for working mothers."),
    ("welfare", "", "129", "https://www.129.go.kr/", "보건복지상담센터", "긴급복지, 아동수당, 보육료.", "Health and welfare call centre", "Emergency aid, child benefit, childcare fees."),
    ("family", "", "1366", "", "여성긴급전화", "폭력과 위기, 24시간.", "Women's emergency line", "Violence and crisis, day and night."),
    ("childcare", "", "1577-2514", "https://idolbom.go.kr/", "아이돌봄서비스", "집으로 오는 돌봄 선생님.", "Childcare at home", "A carer who comes to your home."),
    ("family", "", "1388", "", "청소년상담전화", "아이와 부모 모두, 24시간.", "Youth counselling line", "For children and parents, day and night."),
    ("health", "", "1577-0199", "", "정신건강 위기상담", "마음이 무너질 때, 24시간.", "Mental health crisis line", "When it is too much, day and night."),
    ("family", "", "1577-1366", "", "다누리콜", "다문화가족, 13개 언어.", "Danuri helpline", "Multicultural families, in 13 languages."),
    ("jobs", "", "1544-1199", "", "여성새로일하기센터", "다시 일하려는 여성의 교육과 취업.", "Back-to-work centres", "Training and jobs for women who return to work."),
    ("childcare", "gwangjin", "02-000-1101", "", "광진 긴급돌봄방", "당일 예약, 24개월부터.", "Gwangjin emergency childcare", "Same-day booking, from two years."),
    ("childcare", "mapo", "02-000-1102", "", "아픈아이 돌봄두레", "병원 동행과 병상 돌봄.", "Sick child care", "To the doctor's and at the bedside."),
    ("childcare", "geumcheon", "02-000-1103", "", "금천 저녁돌봄", "밤 10시까지, 저녁밥 포함.", "Geumcheon evening care", "Until ten at night, with supper."),
    ("childcare", "gangdong", "02-000-1104", "", "강동 시간제보육", "한 시간 단위로 맡깁니다.", "Gangdong hourly care", "By the hour."),
    ("childcare", "nowon", "02-000-1105", "", "노원 초등돌봄 키움터", "방과 뒤부터 저녁까지.", "Nowon after-school care", "From the end of school until evening."),
    ("childcare", "gwanak", "02-000-1106", "", "관악 공동육아 사랑방", "부모가 돌아가며 돌봅니다.", "Gwanak parents' co-operative", "Parents take turns."),
    ("family", "mapo", "02-000-1201", "", "서부 가족상담실", "부부와 부모 상담, 저녁 가능.", "Western family counselling", "Couples and parents, evenings too."),
    ("family", "songpa", "02-000-1202", "", "송파 장난감도서관", "장난감을 빌립니다.", "Songpa toy library", "Borrow toys."),
    ("family", "yeongdeungpo", "02-000-1203", "", "영등포 다문화가족의집", "통역과 한국어 교실.", "Yeongdeungpo Multicultural House", "Interpreters and Korean classes."),
    ("family", "eunpyeong", "02-000-1204", "", "은평 한부모 쉼자리", "한부모 가족의 상담과 모임.", "Eunpyeong single parents' place", "Advice and company for single parents."),
    ("labour", "geumcheon", "02-000-1301", "", "디지털단지 노동상담소", "점심시간 상담, 예약 없이.", "Digital Complex labour advice", "Over lunch, no appointment."),
    ("labour", "jongno", "02-000-1302", "", "도심 노동권익센터", "임금 체불과 산재 상담.", "Downtown labour rights centre", "Unpaid wages and accidents at work."),
    ("labour", "dongjak", "02-000-1303", "", "사당 이동노동자쉼터", "배달·돌봄 노동자의 쉼과 상담.", "Sadang workers' shelter", "Rest and advice for couriers and carers."),
    ("health", "gwangjin", "02-000-1401", "", "광진 마음건강센터", "산후 우울, 무료 검사.", "Gwangjin mental health", "Postnatal depression, free screening."),
    ("health", "seongdong", "02-000-1402", "", "성동 모자건강실", "임신과 출산 검사.", "Seongdong mother and child health", "Check-ups in pregnancy and after."),
    ("jobs", "guro", "02-000-1501", "", "구로 새일터", "경력을 잇는 직업 교육.", "Guro back to work", "Courses that connect your career."),
    ("jobs", "gangnam", "02-000-1502", "", "강남 창업둥지", "엄마 창업 공간과 멘토.", "Gangnam start-up nest", "Space and mentors for mothers who found firms."),
    ("welfare", "dongdaemun", "02-000-1601", "", "동대문 나눔옷장", "아이 옷과 유아차를 나눕니다.", "Dongdaemun shared wardrobe", "Children's clothes and prams."),
)  # fmt: skip


def load(demo: Any) -> None:
    """Add partners with their agreements, the stories of three, and the directory."""
    plant(
        demo,
        "partners",
        "together",
        PartnerIndexPage,
        slug="partners",
        show_in_menus=True,
        ko={"title": "협약기관", "summary": "일하는 부모를 함께 돕기로 약속한 스물네 곳입니다."},
        en={"title": "Partners", "summary": "Twenty-four organisations that have agreed to help working parents with us."},
    )  # fmt: skip
    for row in PARTNERS:
        _partner(demo, *row)
    _directory(demo)


def _partner(
    demo: Any,
    kind: str,
    district: str,
    name: str,
    name_en: str,
    signed: tuple[int, int, int] | None,
) -> None:
    partner = Partner.objects.create(name=name, name_en=name_en, kind=kind, district=district)
    points, points_en = POINTS.get(kind, USUAL)
    Mou.objects.create(
        partner=partner,
        title=f"{name} 업무협약",
        title_en=f"Agreement with {name_en}",
        signed_on=date(*signed) if signed else demo.day(-16),
        summary=points,
        summary_en=points_en,
        state=Mou.State.ACTIVE,
    )
    if name not in STORIES:
        return
    scene, lead, lead_en, text, text_en = STORIES[name]
    plant(
        demo,
        f"partner:{partner.pk}",
        "partners",
        PartnerPage,
        partner=partner,
        slug=f"partner-{partner.pk}",
        picture=picture(demo, scene),
        ko={"title": name, "summary": lead, "body": [("text", text)]},
        en={"title": name_en, "summary": lead_en, "body": [("text", text_en)]},
    )


def _directory(demo: Any) -> None:
    plant(
        demo,
        "directory",
        "information",
        ResourceDirectoryPage,
        slug="directory",
        show_in_menus=True,
        ko={"title": "도움받을 곳", "summary": "노동, 돌봄, 가족, 건강. 동네와 종류로 찾아 바로 전화하세요."},
        en={"title": "Places that help", "summary": "Labour, childcare, family, health: find by district and kind, and call."},
    )  # fmt: skip
    for order, row in enumerate(RESOURCES):
        kind, district, phone, link, title, description, title_en, description_en = row
        Resource.objects.create(
            kind=kind,
            district=district,
            phone=phone,
            link=link,
            title=title,
            description=description,
            title_en=title_en,
            description_en=description_en,
            order=10 + order,
        )
