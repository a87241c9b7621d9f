"""Nouns of the grants app."""

from grants.models.application import (
    HANDED_IN,
    Application,
    ApplicationState,
    SectionSave,
    SetAside,
    Submission,
)
from grants.models.call import Call, CallState, Criterion, EligibilityRule, RuleKind
from grants.models.page import CallPage

__all__ = [
    "HANDED_IN",
    "Application",
    "ApplicationState",
    "Call",
    "CallPage",
    "CallState",
    "Criterion",
    "EligibilityRule",
    "RuleKind",
    "SectionSave",
    "SetAside",
    "Submission",
]
