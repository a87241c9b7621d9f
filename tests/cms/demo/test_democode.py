import pytest
from django.core.management import CommandError, call_command

from cms.management.commands.democode import one_time_code


@pytest.mark.parametrize(
    ("now", "code"),
    # RFC 6238, appendix B (SHA-1), cut to six digits.
    [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")],
)
def test_one_time_code_matches_the_standard(now, code):
    assert one_time_code("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", now=now) == code


def test_democode_says_what_is_no_secret():
    with pytest.raises(CommandError, match="no secret"):
        call_command("democode", "1189")
