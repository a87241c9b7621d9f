"""Several members writing one draft: nobody's words are lost."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cms.files.models import StoredFile
from cms.questions.kinds.files import FileChange
from grants.domain.applications import submit
from grants.domain.drafting import marks, save_section, settle, writing_now
from grants.domain.refusals import Closed, NotAllowed, WrongState
from grants.models import Application, SetAside
from tests.grants.factories import CLOSES, DURING, at, draft, make_call, make_community
from tests.members.factories import UserFactory

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture
def application():
    return draft(make_call(), make_community(3))


@pytest.fixture
def plan(application):
    return application.form.section("plan")


@pytest.fixture
def sun(application):
    return application.community.leader


@pytest.fixture
def moon(application):
    return application.community.treasurer


def save(application, section, answers, by, seen, when=DURING, **more):
    return save_section(application, section, answers, by=by, seen=seen, clock=at(when), **more)


def stored():
    return Application.objects.get().answers


def test_what_one_changed_is_saved_and_the_rest_left(application, plan, sun, moon):
    seen = marks(application, plan)
    shown = dict(application.answers)
    save(application, plan, {**shown, "activity": "해의 글"}, sun, seen)
    saved = save(application, plan, {**shown, "schedule": "달의 글"}, moon, seen)
    assert saved.conflicts == ()
    assert (stored()["activity"], stored()["schedule"]) == ("해의 글", "달의 글")


def test_second_answer_to_the_same_question_is_set_aside(application, plan, sun, moon):
    seen = marks(application, plan)
    save(application, plan, {"activity": "해의 글"}, sun, seen)
    saved = save(application, plan, {"activity": "달의 글"}, moon, seen)
    assert saved.conflicts == ("activity",)
    assert stored()["activity"] == "해의 글"
    assert list(SetAside.objects.values_list("question", "answer", "by")) == [
        ("activity", "달의 글", moon.pk)
    ]


def test_same_answer_twice_is_no_conflict(application, plan, sun, moon):
    seen = marks(application, plan)
    save(application, plan, {"activity": "같은 글"}, sun, seen)
    assert save(application, plan, {"activity": "같은 글"}, moon, seen).conflicts == ()


def test_later_words_of_the_same_writer_replace_what_was_set_aside(application, plan, sun, moon):
    seen = marks(application, plan)
    save(application, plan, {"activity": "해의 글"}, sun, seen)
    for text in ("달의 글", "달의 더 긴 글"):
        save(application, plan, {"activity": text}, moon, seen)
    assert SetAside.objects.get().answer == "달의 더 긴 글"


@pytest.mark.parametrize(("use", "kept"), [(True, "달의 글"), (False, "해의 글")])
def test_one_of_two_versions_is_chosen(application, plan, sun, moon, use, kept):
    seen = marks(application, plan)
    save(application, plan, {"activity": "해의 글"}, sun, seen)
    save(application, plan, {"activity": "달의 글"}, moon, seen)
    settle(SetAside.objects.get(), use=use, by=sun, clock=at(DURING))
    assert stored()["activity"] == kept
    assert not SetAside.objects.exists()


def test_choosing_twice_is_refused(application, plan, sun, moon):
    seen = marks(application, plan)
    save(application, plan, {"activity": "해의 글"}, sun, seen)
    save(application, plan, {"activity": "달의 글"}, moon, seen)
    row = SetAside.objects.get()
    settle(row, use=True, by=sun, clock=at(DURING))
    with pytest.raises(WrongState):
        settle(row, use=False, by=moon, clock=at(DURING))


def test_answers_of_another_section_are_not_taken(application, plan, sun):
    save(application, plan, {"about": "다른 쪽", "no_such": "x"}, sun, {})
    assert stored()["about"] == application.answers["about"] != "다른 쪽"
    assert "no_such" not in stored()


@pytest.mark.parametrize("when", [CLOSES, CLOSES + timedelta(seconds=1)])
def test_nothing_is_saved_from_the_deadline(application, plan, sun, when):
    with pytest.raises(Closed):
        save(application, plan, {"activity": "늦은 글"}, sun, {}, when)
    assert stored()["activity"] != "늦은 글"


def test_stranger_saves_nothing(application, plan):
    with pytest.raises(NotAllowed):
        save(application, plan, {"activity": "남의 글"}, UserFactory(), {})


def test_presence_tells_of_others_for_two_minutes(application, plan, sun, moon):
    save(application, plan, {"activity": "달의 글"}, moon, {})
    seen = [(w.name, w.section) for w in writing_now(application, but=sun, now=DURING)]
    assert seen == [(moon.name, "plan")]
    assert writing_now(application, but=moon, now=DURING) == []
    assert writing_now(application, but=sun, now=DURING + timedelta(minutes=2)) == []


def attach(application, by, *names, removed=()):
    section = application.form.section("files")
    uploads = tuple(SimpleUploadedFile(name, PDF, "application/pdf") for name in names)
    change = FileChange(uploads, frozenset(removed))
    return save(application, section, {}, by, {}, files={"plan_file": change})


def test_files_of_two_members_are_both_kept(application, sun, moon):
    attach(application, sun, "해.pdf")
    attach(application, moon, "달.pdf")
    assert [item["name"] for item in stored()["plan_file"]] == ["해.pdf", "달.pdf"]


def test_one_file_too_many_is_refused_and_nothing_left_behind(application, sun):
    attach(application, sun, "하나.pdf", "둘.pdf")
    saved = attach(application, sun, "셋.pdf", "넷.pdf")
    assert set(saved.refused) == {"plan_file"}
    assert len(stored()["plan_file"]) == StoredFile.objects.count() == 2


def test_file_that_is_not_what_it_says_is_refused(application, sun):
    section = application.form.section("files")
    change = FileChange((SimpleUploadedFile("계획.pdf", b"MZ not a pdf"),))
    saved = save(application, section, {}, sun, {}, files={"plan_file": change})
    assert set(saved.refused) == {"plan_file"}
    assert not StoredFile.objects.exists()


def test_removed_file_goes_unless_it_was_handed_in(application, sun):
    attach(application, sun, "하나.pdf")
    first = stored()["plan_file"][0]["id"]
    submit(application, by=sun, clock=at(DURING))
    attach(application, sun, "둘.pdf", removed=[first])
    second = stored()["plan_file"][0]["id"]
    assert StoredFile.objects.filter(pk=first).exists()
    attach(application, sun, removed=[second])
    assert not StoredFile.objects.filter(pk=second).exists()
    assert stored()["plan_file"] is None
