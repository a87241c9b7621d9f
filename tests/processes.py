"""Jobs run at once by processes of their own, each with its own connection, committing for real."""

import multiprocessing
import warnings
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection, connections

type Job = Callable[[], Any]


def at_once(jobs: Sequence[Job], *, processes: int = 8) -> Counter[str]:
    """Deal ``jobs`` out to processes that start together; return how often each outcome came.

    An outcome is what the job returns as text, or the code (else the name) of what it raised.
    """
    fork = multiprocessing.get_context("fork")
    processes = min(processes, len(jobs))
    barrier, outcomes = fork.Barrier(processes), fork.Queue()
    _let_go()
    children = [
        fork.Process(target=_child, args=(jobs[number::processes], barrier, outcomes))
        for number in range(processes)
    ]
    with warnings.catch_warnings():
        # Nothing of this process's threads is used by the children.
        warnings.simplefilter("ignore", DeprecationWarning)
        for child in children:
            child.start()
    found = Counter(outcomes.get(timeout=120) for _job in jobs)
    for child in children:
        child.join(timeout=30)
        assert child.exitcode == 0
    return found


def _child(jobs: Sequence[Job], barrier: Any, outcomes: Any) -> None:
    _let_go()
    barrier.wait(timeout=60)
    for job in jobs:
        try:
            outcome = str(job())
        except Exception as error:  # noqa: BLE001 - the outcome is the test's to judge
            outcome = getattr(error, "code", "") or f"{type(error).__name__}: {error}"
        outcomes.put(outcome)
    connections.close_all()


def _let_go() -> None:
    """Leave no connection that parent and child would share."""
    connections.close_all()
    if connection.vendor == "postgresql":
        connection.close_pool()
