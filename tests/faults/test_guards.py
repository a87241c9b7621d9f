"""The cheap half of ``python -m tests.faults``: every guard it takes away is still there."""

import pytest

from tests.faults.__main__ import FAULTS, ROOT


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_the_guard_stands_where_the_fault_looks_for_it(fault):
    assert fault.guard in (ROOT / fault.path).read_text(encoding="utf-8")
    assert (ROOT / fault.net[0]).exists()
