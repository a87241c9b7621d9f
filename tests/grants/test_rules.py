"""Whose a draft is, and what staff may read."""

import pytest
from django.contrib.auth.models import AnonymousUser

from grants import rules
from grants.domain.applications import withdraw
from tests.grants.domain.test_drafting import attach
from tests.grants.factories import draft, make_call, make_community, open_call, submitted
from tests.members.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def community():
    return make_community(3)


def people_of(community, staff_user):
    return {
        "anonymous": AnonymousUser(),
        "stranger": UserFactory(),
        "neighbour": make_community(2).leader,
        "leader": community.leader,
        "treasurer": community.treasurer,
        "member": community.members.last(),
        "coordinator": staff_user("coordinator"),
        "editor": staff_user("editor"),
        "accountant": staff_user("accountant"),
        "administrator": staff_user("administrator"),
    }


def allowed(rule, thing, community, staff_user):
    return {name for name, user in people_of(community, staff_user).items() if rule(user, thing)}


OURS = {"leader", "treasurer", "member"}


def test_draft_is_its_communitys_own(community, staff_user):
    application = draft(open_call(), community)
    assert allowed(rules.may_see, application, community, staff_user) == OURS
    assert allowed(rules.may_edit, application, community, staff_user) == OURS
    assert allowed(rules.may_submit, application, community, staff_user) == {"leader", "treasurer"}
    assert allowed(rules.may_review, application, community, staff_user) == set()
    assert allowed(rules.may_review_budget, application, community, staff_user) == set()


def test_submitted_application_is_read_by_coordinators_and_its_budget_by_accountants(
    community, staff_user
):
    application = submitted(open_call(), community)
    assert allowed(rules.may_review, application, community, staff_user) == {"coordinator"}
    assert allowed(rules.may_review_budget, application, community, staff_user) == {
        "coordinator",
        "accountant",
    }


def test_withdrawn_application_is_no_longer_read_by_staff(community, staff_user):
    application = submitted(open_call(), community)
    withdraw(application, by=community.leader)
    assert allowed(rules.may_review, application, community, staff_user) == set()
    assert allowed(rules.may_see, application, community, staff_user) == OURS
    assert allowed(rules.may_edit, application, community, staff_user) == set()


def test_call_is_seen_by_all_once_announced(community, staff_user):
    everyone = set(people_of(community, staff_user))
    assert allowed(rules.may_see_call, make_call(), community, staff_user) == everyone
    hidden = make_call(announced_at=None)
    assert allowed(rules.may_see_call, hidden, community, staff_user) == {
        "coordinator",
        "editor",
        "accountant",
        "administrator",
    }


def test_file_of_a_draft_is_its_communitys_own_and_read_by_staff_once_handed_in(
    community, staff_user
):
    from cms.files.models import StoredFile
    from grants.domain.applications import submit
    from tests.grants.factories import DURING, at

    application = draft(make_call(), community)
    attach(application, community.leader, "하나.pdf")
    handed_in = StoredFile.objects.get()
    assert allowed(rules.may_read_file, handed_in, community, staff_user) == OURS
    submit(application, by=community.leader, clock=at(DURING))
    attach(application, community.leader, "둘.pdf")
    unsent = StoredFile.objects.exclude(pk=handed_in.pk).get()
    assert allowed(rules.may_read_file, handed_in, community, staff_user) == {*OURS, "coordinator"}
    assert allowed(rules.may_read_file, unsent, community, staff_user) == OURS
