"""Fresh switches, cache and language for each test."""

pytest_plugins = ["plugins.testing.fixtures"]
