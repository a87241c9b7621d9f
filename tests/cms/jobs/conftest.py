import pytest


@pytest.fixture(autouse=True)
def _keep_connection(monkeypatch):
    """The queue closes connections between tasks; the test's own must outlive them."""
    monkeypatch.setattr(
        "django_tasks_db.management.commands.db_worker.close_old_connections", lambda: None
    )
