"""``python -m tests.faults [name …]``: each guard is taken away once, and its net must turn red.

The tree is copied, one line of the copy is changed, and only the tests that guard this line
are run there. A net that stays green is a hole in the net; so is a fault whose line is gone.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "var", "__pycache__", "node_modules")
FAILED = 1  # pytest's word for: tests ran, and some failed


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One guard: where it stands, what is left when it is gone, and the net that must see it."""

    name: str
    path: str
    guard: str
    without: str = ""
    net: tuple[str, ...]


FAULTS = (
    Fault(
        name="seat-counter",
        path="events/domain/seats.py",
        guard='room: dict[str, Any] = {"taken__lt": F("capacity")}',
        without="room: dict[str, Any] = {}",
        net=("tests/events/domain/test_registrations.py",),
    ),
    Fault(
        name="childcare-counter",
        path="events/domain/seats.py",
        guard='room["childcare_capacity__gte"] = F("childcare_taken") + places',
        without="pass",
        net=("tests/events/domain/test_claims.py",),
    ),
    Fault(
        name="one-live-registration",
        path="events/migrations/0002_deeper_courses.py",
        guard="        migrations.AddConstraint(\n"
        "            model_name='registration',\n"
        "            constraint=models.UniqueConstraint(condition=models.Q(('state__in', "
        "['applied', 'waiting', 'offered', 'confirmed'])), fields=('course', 'person'), "
        "name='events_registration_once'),\n"
        "        ),\n",
        net=("tests/events/domain/test_registrations.py",),
    ),
    Fault(
        name="one-course-of-a-series",
        path="events/migrations/0002_deeper_courses.py",
        guard="        migrations.AddConstraint(\n"
        "            model_name='registration',\n"
        "            constraint=models.UniqueConstraint(condition=models.Q(('state__in', "
        "['applied', 'waiting', 'offered', 'confirmed'])), fields=('limited_series', 'person'), "
        "name='events_registration_once_in_series'),\n"
        "        ),\n",
        net=("tests/events/domain/test_claims.py",),
    ),
    Fault(
        name="door-of-a-mount",
        path="grants/apps.py",
        guard="access=Access.MEMBER",
        without="access=Access.PUBLIC",
        net=("tests/matrix/test_access.py", "-k", "equal_the_policy and anonymous"),
    ),
    Fault(
        name="own-registration",
        path="events/rules.py",
        guard="user.is_authenticated and registration.person_id == user.pk",
        without="user.is_authenticated",
        net=("tests/matrix/test_access.py", "-k", "equal_the_policy and other"),
    ),
    Fault(
        name="draft-of-a-community",
        path="grants/rules.py",
        guard="return can_edit_for(user, application.community)",
        without="return user.is_authenticated",
        net=("tests/matrix/test_access.py", "-k", "no_secret and other"),
    ),
    Fault(
        name="second-factor",
        path="cms/settings/base.py",
        guard='    "cms.admin.second_factor.StaffSecondFactorMiddleware",\n',
        net=("tests/cms/admin/test_second_factor.py",),
    ),
    Fault(
        name="csrf",
        path="cms/settings/base.py",
        guard='    "django.middleware.csrf.CsrfViewMiddleware",\n',
        net=("tests/cms/design/test_errors.py",),
    ),
    Fault(
        name="content-policy",
        path="cms/settings/base.py",
        guard='    "django.middleware.csp.ContentSecurityPolicyMiddleware",\n',
        net=("tests/cms/settings/test_deployment.py",),
    ),
    Fault(
        name="mail-claim",
        path="cms/mail/delivery.py",
        guard="            pk=row.pk, status=Status.PENDING, attempts=row.attempts\n",
        without="            pk=row.pk\n",
        net=("tests/kills/test_kills.py",),
    ),
    Fault(
        name="unknown-fate",
        path="cms/mail/delivery.py",
        guard="count += _mark(row, Status.UNKNOWN,",
        without="count += _mark(row, Status.PENDING,",
        net=("tests/kills/test_kills.py",),
    ),
    Fault(
        name="backup-digest",
        path="cms/backup/archive.py",
        guard="        if found[name] != said:",
        without="        if False:",
        net=("tests/cms/backup/test_archive.py", "-k", "one_changed_byte"),
    ),
    Fault(
        name="rate-limit",
        path="cms/ratelimits.py",
        guard="return cache.incr(key) <= limit",
        without="return True",
        net=("tests/cms/test_ratelimits.py",),
    ),
    Fault(
        name="sessions-end",
        path="members/receivers.py",
        guard="        instance.end_sessions()",
        without="        pass",
        net=("tests/members/test_limits.py", "-k", "rights"),
    ),
)


def is_seen(fault: Fault) -> bool:
    """Return whether the net turns red without the guard."""
    with tempfile.TemporaryDirectory(prefix="pumasi-fault-") as place:
        copy = Path(place) / "pumasi"
        shutil.copytree(ROOT, copy, ignore=LEFT_OUT)
        file = copy / fault.path
        source = file.read_text(encoding="utf-8")
        if fault.guard not in source:
            print(f"{fault.name}: {fault.path} no longer holds {fault.guard!r}")
            return False
        file.write_text(source.replace(fault.guard, fault.without, 1), encoding="utf-8")
        ran = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-x", *fault.net],
            cwd=copy,
            env={**os.environ, "PYTHONPATH": str(copy)},
            capture_output=True,
            text=True,
            check=False,
        )
        if ran.returncode != FAILED:
            print(ran.stdout[-2000:], ran.stderr[-1000:])
        return ran.returncode == FAILED


def main(names: list[str]) -> int:
    """Take away each guard named, or all; return how many nets stayed green."""
    chosen = [fault for fault in FAULTS if not names or fault.name in names]
    blind = 0
    for fault in chosen:
        seen = is_seen(fault)
        blind += not seen
        print(f"{'red, as it must be' if seen else 'NOT SEEN':>20}  {fault.name}", flush=True)
    return blind


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
