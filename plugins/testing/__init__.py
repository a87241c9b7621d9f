"""The conformance kit: what every plug-in must hold to, run from its own tests.

::

    class TestShelf(PluginConformance):
        plugin = "book_shelf"

        def make_rows(self, number):
            for _ in range(number):
                Book.objects.create(title="A book")

A plug-in with a repository of its own also loads the fixtures that keep tests apart, in its
``conftest.py``: ``pytest_plugins = ["plugins.testing.fixtures"]``.
"""

import pytest

pytest.register_assert_rewrite("plugins.testing.conformance")

from plugins.testing.conformance import PluginConformance  # noqa: E402 - after pytest was told

__all__ = ["PluginConformance"]
