"""Applications of somebody who leaves: drafts go, papers stay by a named rule, grants hinder."""

from datetime import date

import pytest
from django.utils import timezone

from cms.privacy import erasing
from cms.privacy.models import PrivacySettings
from cms.privacy.refusals import Hindered
from grants.models import Application
from tests.grants.factories import draft, make_community, submitted

pytestmark = pytest.mark.django_db


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
