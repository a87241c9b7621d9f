"""The cache in files: it keeps, forgets, and does not list its folder at each write."""

import pytest

from cms import filecache


@pytest.fixture
def cache(tmp_path):
    return filecache.SparingFileCache(str(tmp_path), {"OPTIONS": {"MAX_ENTRIES": 10}})


def test_it_keeps_counts_and_forgets(cache):
    assert cache.add("a", 1, timeout=60)
    assert not cache.add("a", 5, timeout=60)
    assert cache.incr("a") == 2
    cache.set("b", 1, timeout=-1)
    assert (cache.get("a"), cache.get("b")) == (2, None)


def test_it_looks_through_its_files_now_and_then_and_stays_small(cache, monkeypatch, tmp_path):
    looked = []
    listing = cache._list_cache_files
    monkeypatch.setattr(cache, "_list_cache_files", lambda: looked.append(1) or listing())
    draws = iter([0 if number % 20 == 19 else 1 for number in range(60)])
    monkeypatch.setattr(filecache.random, "randrange", lambda _stop: next(draws))
    for number in range(60):
        cache.set(str(number), number, timeout=60)
    assert len(looked) == 3
    assert len(listing()) <= 10 + 20
