"""A site put back row by row is the one that was planted."""

import pytest
from django.db import connection, transaction
from django_tasks_db.models import DBTaskResult
from wagtail.models import Page

from cms.pages.home import HomePage
from cms.search.models import Document
from tests.planted import planted_site
from tests.rows import columns_of, rows_of

pytestmark = pytest.mark.django_db

NAME = "품앗이"


def everything():
    return {
        table: rows_of(connection, table, names) for table, names in columns_of(connection).items()
    }


def planted_and_taken_back(look):
    with transaction.atomic():
        planted_site(name=NAME)
        found = look()
        transaction.set_rollback(True)
    return found


def test_a_site_put_back_is_the_site_that_was_planted(client):
    assert planted_and_taken_back(everything) == planted_and_taken_back(everything)
    home = planted_site(name=NAME)
    assert client.get(home.url).status_code == 200
    assert [page.title for page in HomePage.objects.order_by("path")] == [
        NAME,
        "Working Parents' Centre",
    ]
    assert Document.objects.filter(record_id=home.pk).count() == 1
    news = home.add_child(instance=HomePage(title="아래", slug="below", locale=home.locale))
    assert Page.find_problems() == ([], [], [], [], [])
    assert news.pk > home.pk


def test_what_was_written_before_stays(now_planted):
    DBTaskResult.objects.create(
        task_path="tests.chore", args_kwargs={"args": [], "kwargs": {}}, run_after=None
    )
    planted_site(name=NAME)
    assert DBTaskResult.objects.filter(task_path="tests.chore").exists()
    assert HomePage.objects.count() == 2


@pytest.fixture
def now_planted(db):
    """The site was planted in this process before, and is not there now."""
    planted_and_taken_back(HomePage.objects.count)
    assert not HomePage.objects.exists()
