import logging
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page

from cms.admin import cards, dashboard
from cms.jobs.models import Heartbeat
from cms.mail.models import OutboxMessage
from plugins.api import DashboardCard

HOME = "/admin/"


@pytest.fixture
def alive(db):
    return Heartbeat.objects.create(worker="one", beat_at=timezone.now())


@pytest.fixture
def only(monkeypatch):
    """Let only these cards be contributed."""

    def contribute(*contributed):
        monkeypatch.setattr(dashboard, "contributions", lambda kind, user: iter(contributed))

    return contribute


def panel(response) -> str:
    html = response.content.decode()
    return html[html.index('class="today"') : html.index("</main>")]


def card(name, context, **values) -> DashboardCard:
    return DashboardCard(
        key=f"cms.{name}", template="cms/admin/card.html", context=context, **values
    )


def mail(status, number=1):
    for index in range(number):
        OutboxMessage.objects.create(
            idempotency_key=f"{status}-{index}-{OutboxMessage.objects.count()}",
            template="cms.staff_invited",
            to_address="a@pumasi.example",
            status=status,
        )


def test_a_newcomer_with_nothing_to_do_is_told_so_kindly(staff_client, only):
    only()
    html = panel(staff_client("editor").get(HOME))
    assert "today__empty" in html
    assert "/admin/pages/" in html


def test_cards_stand_in_their_order_with_number_rows_and_bars(staff_client, only):
    rows = [
        {"label": "첫 강좌", "url": "/admin/x/", "value": 3, "maximum": 10, "note": "3/10"},
        {"label": "<b>", "url": ""},
    ]
    only(
        card("one", lambda _request: {"title": "하나", "number": 0, "unit": "건"}),
        card("two", lambda _request: {"title": "둘", "rows": rows, "tone": "danger"}),
    )
    html = panel(staff_client("editor").get(HOME))
    assert html.index("하나") < html.index("둘")
    assert "<strong>0</strong>" in html
    assert '<progress class="today-row__bar" value="3" max="10"' in html
    assert "&lt;b&gt;" in html
    assert "today-card--danger" in html


def test_a_card_with_nothing_to_say_is_not_shown(staff_client, only):
    only(card("quiet", lambda _request: None))
    assert "today__empty" in panel(staff_client("editor").get(HOME))


def test_a_failing_card_is_left_out_and_the_dashboard_stands(staff_client, only, settings, caplog):
    settings.PLUGINS_RAISE = False
    only(card("broken", lambda _request: 1 / 0), card("well", lambda _request: {"title": "잘"}))
    with caplog.at_level(logging.ERROR, "pumasi.plugins"):
        html = panel(staff_client("editor").get(HOME))
    assert html.count('<section class="today-card') == 1
    assert "cms.broken" in caplog.text


def test_a_card_that_wants_a_permission_is_not_for_everyone(staff_client, alive):
    mail(OutboxMessage.Status.UNKNOWN)
    title = "today-card--danger"
    assert title in panel(staff_client("administrator").get(HOME))
    assert title not in panel(staff_client("editor").get(HOME))


def test_mail_in_trouble_counts_what_was_given_up_and_what_is_unknown(rf, db):
    assert cards.mail_in_trouble(rf.get("/")) is None
    mail(OutboxMessage.Status.SENT)
    mail(OutboxMessage.Status.PENDING)
    assert cards.mail_in_trouble(rf.get("/")) is None
    mail(OutboxMessage.Status.FAILED, 2)
    mail(OutboxMessage.Status.UNKNOWN)
    found = cards.mail_in_trouble(rf.get("/"))
    assert found["number"] == 3
    assert [(row["value"], row["maximum"]) for row in found["rows"]] == [(2, 3), (1, 3)]


def test_the_worker_is_missed_when_it_was_silent_for_five_minutes(rf, db):
    assert cards.silent_worker(rf.get("/"))["number"] == ""
    beat = Heartbeat.objects.create(
        worker="one", beat_at=timezone.now() - timedelta(minutes=5, seconds=1)
    )
    assert cards.silent_worker(rf.get("/"))["number"] == 5
    beat.beat_at = timezone.now() - timedelta(minutes=4)
    beat.save()
    assert cards.silent_worker(rf.get("/")) is None


def draft(number: int) -> None:
    home = Page.objects.filter(depth=2).first() or Page.get_first_root_node()
    for index in range(number):
        page = home.add_child(
            instance=Page(title=f"초안 {index}", slug=f"draft-{index}", live=False)
        )
        page.save_revision()


def test_drafts_are_for_who_may_publish(rf, staff_user):
    Page.objects.update(has_unpublished_changes=False)
    draft(7)

    def drafts_of(role):
        request = rf.get("/")
        request.user = staff_user(role)
        return cards.drafts(request)

    found = drafts_of("editor")
    assert (found["number"], len(found["rows"])) == (7, 5)
    assert drafts_of("coordinator") is None
    assert drafts_of("accountant") is None


def test_the_dashboard_costs_the_same_with_one_draft_and_with_many(staff_client, alive):
    client = staff_client("editor")
    Page.objects.update(has_unpublished_changes=False)

    def cost(number: int) -> int:
        Page.objects.filter(slug__startswith="draft-").delete()
        draft(number)
        with CaptureQueriesContext(connection) as queries:
            client.get(HOME)
        return len(queries)

    cost(1)
    assert cost(1) == cost(3) == cost(30)
