"""The short rehearsal of ``python -m tests.kills``."""

import pytest
from django.db import connection

from tests.kills.rehearsal import rehearse


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_nothing_is_lost_or_sent_twice_however_processes_die(tmp_path):
    if connection.vendor == "sqlite" and "mode=memory" in str(connection.settings_dict["NAME"]):
        pytest.skip("the test database lives in this process only")
    found = rehearse(tmp_path, kills=20)
    assert found.wrong == []
    assert found.sent
    assert found.chores
