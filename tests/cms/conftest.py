"""Contributions made up for a test, as if a plug-in had brought them."""

import pytest

from plugins.registry import registry


@pytest.fixture
def contribute():
    """Return ``contribute(*contributions, label="members")``; all are gone after the test."""
    known = registry()
    added = []

    def add(*contributions, label="members"):
        for item in contributions:
            known.by_key[item.key] = (label, item)
            kind = type(item)
            known.by_kind[kind] = (*known.by_kind.get(kind, ()), (label, item))
            added.append(item)

    yield add
    for item in added:
        known.by_key.pop(item.key, None)
        kind = type(item)
        known.by_kind[kind] = tuple(pair for pair in known.by_kind[kind] if pair[1] is not item)
