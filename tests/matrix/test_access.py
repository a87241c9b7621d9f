"""Every address, asked by everyone: the answers equal the policy, and tell no secrets."""

import pytest
from django.urls import resolve

from tests.matrix.addresses import addresses
from tests.matrix.answers import Answer
from tests.matrix.asking import Asked, asked_by, doors
from tests.matrix.policies import HIDDEN, rule_of, turned_away
from tests.matrix.secrets import may_read
from tests.matrix.world import ACTORS, NO_SECOND_FACTOR

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quiet")]

LEAST_PATTERNS = 300

# The first raises on purpose, to show the error page; the second says that no worker runs.
RAISES = {"wagtailadmin_error_test", "readyz"}

# They meet the doors another meets (a member, a leader, nobody of the staff), with other keys.
ALIKE = {"other", "treasurer", NO_SECOND_FACTOR}

LEADS_BACK = {
    "wagtailadmin_login": {Answer.SIGN_IN, Answer.NO},
    "account_confirm_password_reset_code": {Answer.SIGN_IN},
    "socialaccount_signup": {Answer.SIGN_IN},
}
"""Where the way back to the start is the answer, whoever asks."""


def test_every_address_has_a_policy():
    undeclared = [str(each) for each in addresses() if rule_of(each) is None]
    assert not undeclared, "\n".join(
        ["Say in tests/matrix/policies.py who may enter:", *undeclared]
    )


def test_the_matrix_covers_the_whole_site(world):
    paths = [(address, path) for address, path, _home in doors(world)]
    assert len({address for address, _path in paths}) >= LEAST_PATTERNS
    hidden = {
        address.name for address, path in paths if not address.is_reached_by(resolve(path).func)
    }
    assert hidden == HIDDEN


@pytest.mark.parametrize(
    "actor",
    [pytest.param(actor, marks=[pytest.mark.alike] * (actor in ALIKE)) for actor in ACTORS],
)
def test_answers_equal_the_policy_and_hold_no_secret(world, actor):
    answers = asked_by(world, actor)
    wrong = [
        f"{asked.method} {asked.path} ({asked.address.name}): {asked.answer.value}"
        for asked in answers
        if not is_right(asked, actor)
    ]
    assert not wrong, "\n".join([f"{actor} is answered otherwise than declared:", *wrong])
    told = sorted(
        {
            f"{asked.address.name}: {field} of {owner}"
            for asked in answers
            for field, owner in asked.secrets
            if not may_read(field, owner, actor, asked.address.name)
        }
    )
    assert not told, "\n".join([f"{actor} is told what is not theirs:", *told])


def is_right(asked: Asked, actor: str) -> bool:
    address, method = asked.address, asked.method
    if asked.answer is Answer.NOT_THIS_WAY:
        return True
    if asked.answer is Answer.BROKEN:
        return address.name in RAISES or (method == "POST" and is_wagtails_form(address))
    if actor in rule_of(address).audience(method, asked.home):
        return asked.answer is Answer.IN
    return asked.answer in turned_away(actor, asked.path) | LEADS_BACK.get(address.name, set())


def is_wagtails_form(address) -> bool:
    view = address.pattern.callback
    home = getattr(getattr(view, "view_class", None), "__module__", view.__module__)
    return home.startswith("wagtail.")
