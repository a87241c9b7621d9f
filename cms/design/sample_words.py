"""The short texts of the living page, in both languages, like content an editor would write."""

from django.utils.translation import get_language


def say(korean: str, english: str) -> str:
    """Return the sample in the language being spoken."""
    return english if (get_language() or "").startswith("en") else korean


def words() -> dict[str, str]:
    """Return the short texts of the living page."""
    return {
        "apply": say("신청하기", "Apply"),
        "look": say("공고 보기", "See the call"),
        "leave": say("나중에 이어 쓰기", "Finish later"),
        "withdraw": say("지원서 거두기", "Withdraw"),
        "withdraw_ask": say("지원서를 거둘까요?", "Withdraw the application?"),
        "withdraw_text": say(
            "마감 전에는 다시 낼 수 있습니다. 쓴 내용은 초안으로 남습니다.",
            "You can send it again before the deadline. What you wrote stays as a draft.",
        ),
        "tag": say("노동법률", "Labour law"),
        "alert_title": say("신청이 접수되었습니다", "You are registered"),
        "alert": say(
            "이틀 전과 한 시간 전에 알려 드립니다. 못 오시게 되면 한 번만 눌러 취소해 주세요.",
            "We will remind you twice. If you cannot come, cancel with one tap.",
        ),
        "call": say("2027 직장부모커뮤니티 지원사업 공모", "Grants for parents' communities 2027"),
        "call_text": say(
            "서울에 살거나 서울에서 일하는 부모 5명 이상이 함께하는 모임.",
            "Groups of at least five parents who live or work in Seoul.",
        ),
        "classes": say("강좌 신청", "Classes"),
        "classes_text": say(
            "노동법률·인문학·부모교육. 아이 돌봄도 함께",
            "Law, humanities, parenting. Childcare too",
        ),
        "empty": say("아직 신청한 강좌가 없습니다", "You have not registered for a class yet"),
        "empty_text": say(
            "점심시간에 들을 수 있는 강좌부터 보세요.", "Start with those in a lunch hour."
        ),
        "all_classes": say("강좌 보기", "See classes"),
        "done": say("지원서를 냈습니다", "Your application has been sent"),
        "done_text": say(
            "접수 메일을 보냈습니다. 마감 전에는 고쳐 다시 낼 수 있습니다.",
            "We have written to you. Until the deadline you can change and send it again.",
        ),
        "saved": say("방금 저장됨 12:21:07", "Saved at 12:21:07"),
        "feed": say("내 달력 주소", "Address of my calendar"),
        "feed_hint": say(
            "달력 프로그램에 이 주소를 넣으세요.", "Paste it into your calendar program."
        ),
        "question": say("한 사람이 여러 모임에 들어갈 수 있나요?", "May one join several groups?"),
        "answer": say(
            "네. 다만 한 공모에는 한 모임으로만 지원합니다.",
            "Yes, but apply with only one in each call.",
        ),
        "hero": say("일하는 부모가\n혼자 버티지 않도록", "No working parent\nstands alone"),
        "hero_text": say(
            "출산휴가·육아휴직 권리부터 점심시간 강좌, 이웃 부모와 함께하는 커뮤니티 지원까지. "
            "필요한 것을 두 번만 눌러 찾으세요.",
            "Rights at work, lunch-hour classes, help for groups of parents: two taps away.",
        ),
        "hero_action": say("이번 주 강좌 보기", "Classes this week"),
        "hero_second": say("내 권리 찾기", "Find your rights"),
        "home": say("홈", "Home"),
        "section": say("교육·강좌", "Classes"),
        "list": say("목록", "List"),
        "calendar": say("달력", "Calendar"),
        "reviewers": say("심사위원은 이것을 봅니다", "What reviewers look for"),
        "reviewers_text": say(
            "필요성 30 · 실현 가능성 30 · 참여와 협력 25",
            "Need 30 · feasibility 30 · taking part 25",
        ),
    }
