"""Rows that the tests of a whole module share: made once, taken back at the end."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import transaction


def module_rows(build: Callable[[], Any]) -> Any:
    """Return a fixture of what ``build`` returns, made once for each module.

    Each test still takes back what it does itself. What it changes on an instance stays:
    hand out the keys, or read the rows anew.
    """

    @pytest.fixture(scope="module")
    def rows(django_db_setup: None, django_db_blocker: Any) -> Iterator[Any]:
        with django_db_blocker.unblock(), transaction.atomic():
            yield build()
            transaction.set_rollback(True)

    return rows
