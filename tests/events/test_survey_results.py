"""Small numbers are left out: at four answers nothing is told, at five the first figures."""

import pytest
from django.utils import timezone, translation

from events.admin.surveys import export_rows
from events.domain.surveys import close_survey
from events.models import SurveyResponse
from events.survey_results import results_of
from tests.events.held import ANSWERS, held_course, survey_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def closed(answers):
    survey = survey_of(held_course())
    for one in answers:
        SurveyResponse.objects.create(survey=survey, answers=one)
    close_survey(survey, by=None, now=timezone.now())
    return survey


def cells(survey, key):
    return [(cell.label, cell.count) for cell in results_of(survey).finding(key).cells]


def test_four_answers_tell_their_number_and_nothing_else():
    results = results_of(closed([{**ANSWERS, "good": f"좋음 {n}"} for n in range(4)]))
    assert (results.responses, results.is_suppressed, results.findings) == (4, True, ())
    assert list(export_rows(results)) == [
        ["All", 4, None, "Not told: fewer than 5 answers, or still open.", None, None]
    ]


def test_five_answers_tell_counts_means_and_texts():
    survey = closed([{**ANSWERS, "good": f"좋음 {n}"} for n in range(5)])
    results = results_of(survey)
    assert (results.responses, results.is_suppressed) == (5, False)
    assert results.finding("content").mean == 5
    assert cells(survey, "content") == [
        ("1 Not at all", 0), ("2", 0), ("3", 0), ("4", 0), ("5 Very much", 5)
    ]  # fmt: skip
    assert cells(survey, "recommend") == [("Yes", 5), ("No", 0)]
    assert sorted(results.finding("good").texts) == [f"좋음 {n}" for n in range(5)]
    assert results.finding("better").texts == []


def test_an_open_survey_tells_its_number_only():
    survey = survey_of(held_course())
    SurveyResponse.objects.bulk_create(
        SurveyResponse(survey=survey, answers=ANSWERS) for _number in range(9)
    )
    assert (results_of(survey).responses, results_of(survey).findings) == (9, ())


def test_a_question_few_answered_tells_its_number_only():
    rows = [dict(ANSWERS) for _number in range(6)]
    for row in rows[:2]:
        del row["overall"]
    finding = results_of(closed(rows)).finding("overall")
    assert (finding.answered, finding.is_suppressed, finding.mean, finding.cells) == (
        4, True, None, (),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ([1, 4, 4, 5, 5, 5, 5], [("1 Not at all – 4", 3), ("5 Very much", 4)]),
        (
            [1, 1, 1, 5, 5, 5],
            [("1 Not at all", 3), ("2", 0), ("3", 0), ("4", 0), ("5 Very much", 3)],
        ),
        ([1, 1, 1, 1, 5], [("1 Not at all – 5 Very much", 5)]),
        ([1, 2, 3, 4, 5], [("1 Not at all – 5 Very much", 5)]),
    ],
)  # fmt: skip
def test_steps_of_a_scale_are_joined_with_those_beside_them(given, told):
    survey = closed([{**ANSWERS, "content": step} for step in given])
    found = cells(survey, "content")
    assert found == told
    assert all(count == 0 or count >= 3 for _label, count in found)
    assert sum(count for _label, count in found) == len(given)


def test_a_rare_option_is_joined_until_it_cannot_be_worked_out():
    survey = closed([{**ANSWERS, "recommend": "yes" if n else "no"} for n in range(7)])
    assert cells(survey, "recommend") == [("No, Yes together", 7)]
    plain = closed_again([{**ANSWERS, "recommend": "yes" if n > 2 else "no"} for n in range(7)])
    assert cells(plain, "recommend") == [("Yes", 4), ("No", 3)]


def closed_again(answers):
    survey = survey_of(held_course(slug="again"))
    for one in answers:
        SurveyResponse.objects.create(survey=survey, answers=one)
    close_survey(survey, by=None, now=timezone.now())
    return survey


def test_free_texts_come_in_an_order_of_chance():
    texts = [f"의견 {n:02}" for n in range(20)]
    survey = closed([{**ANSWERS, "good": text} for text in texts])
    seen = {tuple(results_of(survey).finding("good").texts) for _look in range(5)}
    assert len(seen) > 1
    assert all(sorted(one) == texts for one in seen)


def test_the_export_tells_what_the_page_tells():
    survey = closed([{**ANSWERS, "good": "=1+1"} for _number in range(5)])
    rows = list(export_rows(results_of(survey)))
    assert ["Was the content useful to you?", 5, 5.0, "5 Very much", 5, 100] in rows
    assert ["What was good?", 5, None, "=1+1", None, None] in rows
    assert ["What could be better?", 0, None, None, None, None] in [
        row if row[3] is None else [*row[:3], None, None, None] for row in rows
    ]


@pytest.mark.many
def test_the_results_take_one_query_however_many_answered(django_assert_num_queries):
    survey = closed([dict(ANSWERS) for _number in range(5)])
    with django_assert_num_queries(1):
        results_of(survey)
    SurveyResponse.objects.bulk_create(
        SurveyResponse(survey=survey, answers=ANSWERS) for _number in range(100)
    )
    with django_assert_num_queries(1):
        results_of(survey)
