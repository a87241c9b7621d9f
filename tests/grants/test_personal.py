"""Applications of somebody who leaves: drafts go, papers stay by a named rule, grants hinder."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from cms.privacy import erasing
from cms.privacy.models import PrivacySettings
from cms.privacy.refusals import Hindered
from grants.models import Application
from plugins.api import RetentionRule
from plugins.registry import contributions
from tests.grants.factories import draft, make_community, submitted

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def test_a_draft_nobody_else_has_goes_with_its_writer():
    application = draft(community=make_community(1))
    leader = application.community.leader
    erasing.erase(leader, by=leader, now=timezone.now())
    assert not Application.objects.exists()


def test_papers_stay_by_the_centres_rule_until_a_day():
    PrivacySettings.objects.create(papers_years=3, papers_rule="보조금 관리 조례")
    application = submitted()
    treasurer = application.community.treasurer
    Application.objects.update(state="not_selected")
    Application.objects.update(created_by=treasurer)
    [kept] = erasing.plan_for(treasurer, timezone.now()).stays[:1]
    assert (kept.rule, kept.number) == ("보조금 관리 조례", 1)
    assert kept.until == date(application.call.year + 3, 12, 31)
    record = erasing.erase(treasurer, by=treasurer, now=timezone.now())
    assert record.kept[0]["rule"] == "보조금 관리 조례"
    assert Application.objects.get().submissions.count() == 1


def test_a_running_grant_is_handed_over_first():
    application = submitted()
    Application.objects.update(state="selected", award=1)
    treasurer = application.community.treasurer
    with pytest.raises(Hindered) as hindered:
        erasing.erase(treasurer, by=treasurer, now=timezone.now())
    assert application.get_absolute_url() in {one.path for one in hindered.value.hindrances}


def test_papers_are_destroyed_when_their_years_are_over_and_the_page_says_so(client):
    PrivacySettings.objects.create(papers_years=3)
    application = submitted()
    year = application.call.year
    (rule,) = (one for one in contributions(RetentionRule) if one.key == "grants.papers")
    assert rule.destroy(datetime(year + 3, 12, 31, tzinfo=UTC)) == []
    client.force_login(application.community.treasurer, BACKEND)
    said = "답과 파일을 파기했습니다"
    assert said not in client.get(application.get_absolute_url()).content.decode()
    assert rule.destroy(datetime(year + 4, 1, 1, tzinfo=UTC)) != []
    page = client.get(application.get_absolute_url()).content.decode()
    assert said in page
    assert "답하지 않음" not in page


def test_drafts_never_handed_in_are_destroyed_a_year_after_the_call_closed():
    kept, dropped = submitted(), draft()
    (rule,) = (one for one in contributions(RetentionRule) if one.key == "grants.drafts")
    assert rule.days == 365
    closed = max(kept.call.closes_at, dropped.call.closes_at)
    assert rule.destroy(dropped.call.closes_at) == []
    assert rule.destroy(closed + timedelta(seconds=1)) == [str(dropped.pk)]
    assert list(Application.objects.all()) == [kept]
