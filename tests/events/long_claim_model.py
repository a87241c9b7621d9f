"""Ten thousand mixed operations against the model: ``pytest tests/events/long_claim_model.py``.

Not collected with the suite: it takes a minute or two.
"""

import pytest

from tests.events.test_claim_model import compare, mixed, quiet

__all__ = ["quiet"]
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("offering", [False, True])
def test_ten_thousand_mixed_operations(quiet, offering):
    compare(mixed(5000, seed=2026 + offering), offering=offering)
