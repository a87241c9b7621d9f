from django.http import HttpResponse
from django.test import RequestFactory

from cms.pagecache.memory import OVERHEAD, KeptPage, Memory
from cms.pagecache.middleware import finish

BIG = 100_000


def page(text="x" * BIG, version=1, until=100.0):
    response = HttpResponse(text)
    finish(response)
    return KeptPage(response, version=version, until=until)


def key(name):
    return ("http", "localhost", name, "")


def test_memory_serves_only_for_its_version_and_its_time():
    memory = Memory(2**20)
    kept = page()
    memory.put(key("/"), kept)
    assert memory.get(key("/"), version=1, now=99.9) is kept
    assert memory.get(key("/other/"), version=1, now=1) is None
    assert memory.get(key("/"), version=2, now=1) is None
    assert len(memory) == 0
    memory.put(key("/"), kept)
    assert memory.get(key("/"), version=1, now=100.0) is None


def test_memory_drops_what_was_served_longest_ago():
    memory = Memory(4 * (BIG + OVERHEAD))
    for name in "abcd":
        memory.put(key(name), page())
    memory.get(key("a"), version=1, now=1)
    memory.put(key("e"), page())
    left = [name for name in "abcde" if memory.get(key(name), version=1, now=1)]
    assert left == ["a", "c", "d", "e"]


def test_memory_does_not_keep_giants_nor_the_same_page_twice():
    memory = Memory(4 * (BIG + OVERHEAD))
    memory.put(key("giant"), page("x" * 2 * BIG))
    assert len(memory) == 0
    for _ in range(20):
        memory.put(key("a"), page())
    assert len(memory) == 1


def test_kept_page_answers_304_with_its_headers():
    kept = page("쪽")
    request = RequestFactory().get("/", headers={"If-None-Match": kept.etag})
    answer = kept.answer(request)
    assert (answer.status_code, answer.content) == (304, b"")
    assert answer["ETag"] == kept.etag
    assert answer["Cache-Control"] == "no-cache"
    other = RequestFactory().get("/", headers={"If-None-Match": '"old"'})
    assert kept.answer(other).content == "쪽".encode()
