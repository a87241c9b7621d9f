import pytest
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from cms.mail.rendering import render
from events.apps import MAILS, SAMPLE_LETTER
from events.blocks import UpcomingClassesBlock
from events.domain import courses
from events.models import CourseIndexPage, CoursePage
from events.search import documents
from tests.cms.factories import PageFactory
from tests.events.factories import CategoryFactory, make_course

pytestmark = pytest.mark.django_db


class CoursePageFactory(PageFactory):
    class Meta:
        model = CoursePage


class CourseIndexPageFactory(PageFactory):
    class Meta:
        model = CourseIndexPage


@pytest.fixture
def now():
    return timezone.now()


def test_course_page_shows_the_course_as_it_stands(client, now):
    course = make_course(now=now)
    page = CoursePageFactory(course=course, title="이야기가 있는 강좌", summary="페이지의 요약")
    body = client.get(page.url).content.decode()
    assert "이야기가 있는 강좌" in body
    assert "페이지의 요약" in body
    assert "30자리 남음" in body
    assert reverse("events:register", args=[course.slug]) in body


def test_own_address_and_lists_lead_to_the_page_of_the_readers_language(client, now):
    course = make_course(now=now)
    page = CoursePageFactory(course=course)
    assert client.get(course.get_absolute_url()).url == page.url
    (row,) = client.get("/classes/").context["rows"]
    assert row["href"] == page.url
    with override("en"):
        english = course.get_absolute_url()
    assert client.get(english).status_code == 200


def test_unpublished_page_gives_the_course_its_own_address_back(client, now):
    course = make_course(now=now)
    page = CoursePageFactory(course=course)
    page.unpublish()
    assert client.get(course.get_absolute_url()).status_code == 200
    course.refresh_from_db()
    assert course.status == "published"


def test_page_is_gone_while_staff_switch_the_plugin_off(client, now, staff_client):
    page = CoursePageFactory(course=make_course(now=now), title="점심 강좌", show_in_menus=True)
    index = CourseIndexPageFactory(title="이 달의 강좌", slug="month")
    staff, switch = staff_client("administrator"), reverse("staff:plugin_switch", args=["events"])

    def answers():
        menu = page.url in client.get("/").text
        addresses = [page.url, index.url, "/classes/", "/"]
        return [client.get(address).status_code for address in addresses], menu

    assert answers() == ([200, 200, 200, 200], True)
    staff.post(switch, {"to": "off"})
    assert answers() == ([404, 404, 404, 200], False)
    staff.post(switch, {"to": "on"})
    assert answers() == ([200, 200, 200, 200], True)


@pytest.mark.parametrize("factory", [CoursePageFactory, CourseIndexPageFactory])
def test_preview_shows_what_is_not_published_yet(factory, now):
    fields = {"course": make_course(now=now)} if factory is CoursePageFactory else {}
    page = factory(title="나간 제목", **fields)
    page.title = "아직 내지 않은 제목"
    preview = page.make_preview_request()
    assert (preview.status_code, "아직 내지 않은 제목" in preview.text) == (200, True)


def test_page_whose_course_is_gone_still_stands(client):
    course = make_course(publish=False)
    page = CoursePageFactory(course=course, title="옛 강좌")
    courses.delete_draft(course, by=None)
    assert "옛 강좌" in client.get(page.url).content.decode()


def test_page_of_classes_lists_the_coming_ones(client, now):
    course = make_course(now=now)
    page = CourseIndexPageFactory(title="교육 안내")
    assert course.title in client.get(page.url).content.decode()


def test_block_shows_the_next_classes_of_its_subject(now):
    make_course(now=now, title="법률 강좌")
    desk = CategoryFactory(slug="desks", name="상담")
    make_course(now=now, title="상담 자리", category=desk)
    block = UpcomingClassesBlock()
    request = RequestFactory().get("/")

    def shown(value):
        return block.render(block.to_python(value), {"request": request})

    both = shown({"title": "다가오는 강좌", "count": 3, "category": None})
    assert ("법률 강좌" in both, "상담 자리" in both) == (True, True)
    one = shown({"title": "", "count": 3, "category": desk.pk})
    assert ("법률 강좌" in one, "상담 자리" in one) == (False, True)
    assert "예정된 강좌가 없습니다" not in one


def test_search_finds_open_courses_without_a_page(now):
    course = make_course(now=now)
    assert [(doc.locale, doc.title) for doc in documents(course)] == [
        ("ko", "점심에 배우는 육아휴직"),
        ("en", "Parental leave over lunch"),
    ]
    courses.cancel_course(course, by=None, now=now)
    assert list(documents(course)) == []


def test_search_leaves_a_told_course_to_its_page(now):
    course = make_course(now=now)
    CoursePageFactory(course=course)
    assert [doc.locale for doc in documents(course)] == ["en"]


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("name", MAILS)
def test_every_mail_renders_whole_in_both_languages(name, language):
    mail = render(f"events.{name}", SAMPLE_LETTER, language=language)
    for text in (mail.subject, mail.text, mail.html):
        assert "점심에 배우는 육아휴직" in text
        assert "{{" not in text
    # Staff are asked about a course, not about a registration.
    assert ("C-7K2M-9QXD" in mail.text) == (name not in {"decide", "seat_to_give"})
    assert ("님" in mail.text) == (language == "ko")
