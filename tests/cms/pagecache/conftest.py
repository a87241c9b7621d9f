"""The cache switched on, in a folder of its own."""

import pytest
from django.test import Client

from cms.pagecache import remembered, version


@pytest.fixture
def kept(settings, tmp_path):
    """Let pages be kept; return the settings in force."""
    settings.VAR_DIR = tmp_path
    settings.PAGE_CACHE = {"SECONDS": 60, "MEGABYTES": 4, "VERSION": "file"}
    version._file_version.cache_clear()
    remembered.forget()
    yield settings.PAGE_CACHE
    version._file_version.cache_clear()
    remembered.forget()


@pytest.fixture
def visitor(kept):
    """A browser without a session, in front of a site that keeps pages."""
    return Client(headers={"host": "localhost"})


@pytest.fixture
def no_queries():
    """Return a context manager in which reaching for the database is an error."""
    from contextlib import contextmanager

    from django.db import connection

    def refuse(execute, sql, params, many, context):
        raise AssertionError(f"a kept page asked the database: {sql}")

    @contextmanager
    def guard():
        with connection.execute_wrapper(refuse):
            yield

    return guard
