"""What taking a seat costs beside the two statements nothing can do without.

``python -m tests.benchmarks.claiming``, on SQLite, or on a scratch database of the PostgreSQL
server named by ``DATABASE_URL``. By turns, each in a transaction committed durably: the INSERT of
the registration with the conditional UPDATE that takes the seat where there is one and the
course is open, and nothing else; and ``register``, with the audit entry, the letter in the
outbox and everything it looks up. Measure: at least half
as many a second.
"""

import os
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

from tests.benchmarks.measure import ROUNDS, said
from tests.benchmarks.registrations import course_of, scratch_database
from tests.benchmarks.site import set_up

EACH = 200
WANTED = 0.5
write = sys.stdout.write


def main() -> None:
    """Measure and print."""
    with scratch_database(os.environ.get("DATABASE_URL", "")) as url:
        set_up(url, with_demo=False)
        from django.utils import timezone

        from events.domain.registrations import register

        people = members(2 * EACH * (ROUNDS + 1))
        bare_course, course = (course_of(slug, len(people)) for slug in ("bare", "whole"))
        per_second: dict[str, list[float]] = {"bare": [], "register": []}
        for number in range(ROUNDS + 1):
            for name, act in (
                ("bare", lambda person: bare(bare_course, person)),
                (
                    "register",
                    lambda person: register(course, person=person, by=person, now=timezone.now()),
                ),
            ):
                each = [people.pop() for _ in range(EACH)]
                measured = rate(act, each)
                if number:  # the first round warms up
                    per_second[name].append(measured)
        for name, values in per_second.items():
            write(said(f"{name}, one after another", values, "/s") + "\n")
        ratios = [
            whole / least
            for least, whole in zip(per_second["bare"], per_second["register"], strict=True)
        ]
        write(said(f"ratio, wanted at least {WANTED}", ratios, "") + "\n")
        write(f"median ratio {statistics.median(ratios):.2f}\n")


def rate(act: Callable[[Any], object], people: list[Any]) -> float:
    """Return how often a second ``act`` was done, by the clock: waiting for the disk counts."""
    start = time.perf_counter()
    for person in people:
        act(person)
    return len(people) / (time.perf_counter() - start)


def bare(course: Any, person: Any) -> None:
    """Insert the row and take the seat if there is one, and nothing else."""
    from django.db import transaction
    from django.utils import timezone

    from events.domain import seats
    from events.models import Registration

    now = timezone.now()
    with transaction.atomic():
        Registration.objects.create(
            course=course, person=person, state="confirmed", created_at=now, changed_at=now
        )
        seats.take(course, places=0, now=now, any_time=False)


def members(count: int) -> list[Any]:
    """Return ``count`` new people."""
    from django.contrib.auth import get_user_model

    people = get_user_model().objects
    return people.bulk_create(
        get_user_model()(email=f"claim-{number}@pumasi.example", name=f"회원 {number}")
        for number in range(count)
    )


if __name__ == "__main__":
    main()
