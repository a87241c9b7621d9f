import pytest
from django.core.cache import cache
from django.utils.html import escape

from cms.search.models import EmptySearch, Synonym
from cms.search.views import LIMIT
from tests.cms.search.conftest import StandardPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_cache():
    cache.clear()
    yield
    cache.clear()


def page(client, **query):
    response = client.get("/search/", query)
    return response, response.content.decode()


def test_results_mark_what_was_found_and_escape_the_rest(client, centre_pages):
    StandardPageFactory(title="<script>육아휴직</script>", summary="<b>육아 휴직</b> & 급여")
    response, text = page(client, q="육아휴직을")
    assert response.status_code == 200
    assert "&lt;script&gt;<mark>육아휴직</mark>&lt;/script&gt;" in text
    assert "&lt;b&gt;<mark>육아 휴직</mark>&lt;/b&gt; &amp; 급여" in text
    assert response["X-Robots-Tag"] == "noindex"
    assert "Set-Cookie" not in response.headers


def test_results_narrow_by_kind_and_turn_pages(client):
    for number in range(23):
        StandardPageFactory(title=f"설문조사 {number}", slug=f"p{number}")
    _response, text = page(client, q="설문조사", page="3")
    assert text.count('class="result"') == 3
    assert page(client, q="설문조사", page="99")[1].count('class="result"') == 10
    for number in ("0", "-1", "x", "9" * 50, "\x00"):
        assert page(client, q="설문조사", page=number)[0].status_code == 200
    assert page(client, q="설문조사", kind="\x00없음")[0].status_code == 200


def test_nothing_found_says_so_offers_help_and_is_noted(client, centre_pages):
    _response, text = page(client, q="쿼카<b>")
    assert escape("쿼카<b>") in text
    page(client, q="쿼카<b>")
    assert list(EmptySearch.objects.values_list("locale", "query", "count")) == [
        ("ko", "쿼카<b>", 2)
    ]


@pytest.mark.parametrize("typed", ["hong@example.org", "900101 1234567", "01012345678"])
def test_what_looks_like_somebodys_data_is_not_noted(client, typed):
    page(client, q=typed)
    assert EmptySearch.objects.count() == 0


def test_slip_is_offered_as_a_link(client, centre_pages):
    _response, text = page(client, q="육아후직")
    assert "?q=%EC%9C%A1%EC%95%84%ED%9C%B4%EC%A7%81" in text


@pytest.mark.parametrize("path", ["/search/", "/en/search/", "/search/?q=", "/search/?q=%00"])
def test_an_empty_question_is_a_form(client, path):
    response = client.get(path)
    assert response.status_code == 200
    assert 'name="q"' in response.content.decode()


@pytest.mark.parametrize(
    "raw", ["%FF", "%ED%A0%80", "%22", "a%27%20OR", "%5C", "%F0%9F%99%82", "(((", "*" * 200]
)
def test_no_address_is_an_error(client, raw):
    assert client.get(f"/search/?q={raw}").status_code == 200


def test_searching_too_often_is_slowed_kindly(client, one_moment):
    codes = {client.get("/search/", {"q": "x"}).status_code for _ in range(LIMIT)}
    assert codes == {200}
    response, _text = page(client, q="x")
    assert (response.status_code, response["Retry-After"]) == (429, "60")
    assert client.get("/search/").status_code == 200


@pytest.mark.parametrize("count", [1, 3, 100])
def test_page_of_results_has_the_same_number_of_queries(client, count, django_assert_num_queries):
    for number in range(count):
        StandardPageFactory(title=f"육아휴직 {number}", slug=f"p{number}")
    page(client, q="육아휴직")
    with django_assert_num_queries(8):
        page(client, q="육아휴직")


def test_editors_teach_words_of_one_meaning():
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError):
        Synonym(words="출산휴가, 출산 휴가").full_clean()
    Synonym(words="출산휴가, 해산휴가").full_clean()
