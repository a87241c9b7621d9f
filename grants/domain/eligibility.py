"""Checking a call's eligibility rules against a community, as it is now.

Each kind of rule has one function; a new condition is a new row in ``CHECKS``.
What nobody can compute (a condition in words) is ``None``: staff check it by hand.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from cms.districts import OUTSIDE
from cms.questions.definitions import in_language
from grants.models import Call, EligibilityRule, RuleKind
from members.models import Community


@dataclass(frozen=True, slots=True)
class Check:
    """The outcome of one rule: its words, whether it is met (None: by hand), and what is so."""

    kind: str
    text: str
    is_met: bool | None
    found: str = ""
    advice: str = ""

    @property
    def is_missed(self) -> bool:
        return self.is_met is False


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rules are asked about: numbers only, never who."""

    members: int
    in_seoul: int


def facts_of(community: Community) -> Facts:
    """Return the community's numbers; two queries."""
    members = community.memberships.all()
    lives = Q(user__profile__home_district__gt="") & ~Q(user__profile__home_district=OUTSIDE)
    works = Q(user__profile__work_district__gt="") & ~Q(user__profile__work_district=OUTSIDE)
    return Facts(members=members.count(), in_seoul=members.filter(lives | works).count())


def _min_members(rule: EligibilityRule, facts: Facts) -> Check:
    return Check(
        rule.kind,
        _("%(number)s parents or more") % {"number": rule.number},
        facts.members >= (rule.number or 0),
        _("now %(count)s") % {"count": facts.members},
        _("Invite members to your community, then look again."),
    )


def _seoul(rule: EligibilityRule, facts: Facts) -> Check:
    percent = rule.number or 0
    everyone = percent >= 100  # noqa: PLR2004 - percent
    text = (
        _("Everyone lives or works in Seoul")
        if everyone
        else _("%(percent)s%% or more live or work in Seoul") % {"percent": percent}
    )
    return Check(
        rule.kind,
        text,
        facts.members > 0 and facts.in_seoul * 100 >= percent * facts.members,
        f"{facts.in_seoul}/{facts.members}",
        _("Each member enters the district of home or work in their own profile."),
    )


def _note(rule: EligibilityRule, _facts: Facts) -> Check:
    return Check(rule.kind, in_language(rule.note, rule.note_en), None, _("the centre checks this"))


CHECKS: dict[str, Callable[[EligibilityRule, Facts], Check]] = {
    RuleKind.MIN_MEMBERS: _min_members,
    RuleKind.SEOUL: _seoul,
    RuleKind.NOTE: _note,
}


def check(call: Call, community: Community) -> list[Check]:
    """Return every rule of the call with its outcome for the community."""
    facts = facts_of(community)
    return [CHECKS[rule.kind](rule, facts) for rule in call.rules.all()]


def as_json(checks: list[Check]) -> list[dict[str, Any]]:
    """Return the outcomes as kept with a submission."""
    return [
        {"kind": item.kind, "text": item.text, "is_met": item.is_met, "found": item.found}
        for item in checks
    ]


def words(call: Call) -> list[str]:
    """Return the rules in words, for somebody without a community."""
    return [CHECKS[rule.kind](rule, Facts(0, 0)).text for rule in call.rules.all()]
