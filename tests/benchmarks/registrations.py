"""Two thousand people and a course, through real HTTP: exactly as many seats as there are.

``python -m tests.benchmarks.registrations``, on SQLite, or on a scratch database of the
PostgreSQL server named by ``DATABASE_URL``. Sixteen clients press the button for 2,000
members: once for 30 seats, which must end in exactly 30, once for 2,000. Measures: at least
100 registrations a second, 99 of 100 answered within 0.5 s.
"""

import http.client
import os
import statistics
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from queue import Empty, SimpleQueue
from typing import Any
from urllib.parse import urlencode, urlsplit

from tests.benchmarks.site import served, set_up

PEOPLE, SEATS, CLIENTS = 2000, 30, 16
SECRET = "a" * 32
write = sys.stdout.write


def main() -> None:
    """Measure and print; ends with 1 where the seats are not exact."""
    with scratch_database(os.environ.get("DATABASE_URL", "")) as url:
        set_up(url, with_demo=False)
        sessions = signed_in(PEOPLE)
        with served("cms.wsgi:application", workers=2, threads=2 if url else 1) as port:
            for slug, seats in (("few", SEATS), ("many", PEOPLE)):
                course = course_of(slug, seats)
                press(port, slug, sessions[-CLIENTS:])
                took, times, answers = press(port, slug, sessions[: PEOPLE - CLIENTS])
                report(seats, took, times, answers)
                course.refresh_from_db()
                held = course.registrations.filter(state="confirmed").count()
                if not course.taken == held == min(seats, PEOPLE):
                    raise SystemExit(f"{held} seats of {seats}, {course.taken} counted")
                write(f"  exactly {held} seats of {seats}\n")


def report(seats: int, took: float, times: Sequence[float], answers: Counter[int]) -> None:
    """Print one line of figures."""
    cut = statistics.quantiles(times, n=100)
    write(
        f"{len(times):,} attempts for {seats:,} seats: {len(times) / took:,.0f}/s, "
        f"p50 {cut[49] * 1000:,.0f} ms, p99 {cut[98] * 1000:,.0f} ms, answers {dict(answers)}\n"
    )


def press(port: int, slug: str, sessions: Sequence[str]) -> tuple[float, list[float], Counter[int]]:
    """Post once for each session from ``CLIENTS`` connections; return seconds, times, statuses."""
    waiting: SimpleQueue[str] = SimpleQueue()
    for session in sessions:
        waiting.put(session)
    times: list[float] = []
    answers: Counter[int] = Counter()
    hands = [
        threading.Thread(target=_client, args=(port, slug, waiting, times, answers))
        for _number in range(CLIENTS)
    ]
    start = time.perf_counter()
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    return time.perf_counter() - start, times, answers


def _client(
    port: int,
    slug: str,
    waiting: "SimpleQueue[str]",
    times: list[float],
    answers: Counter[int],
) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    body = urlencode({"csrfmiddlewaretoken": SECRET, "action": "register"})
    while True:
        try:
            session = waiting.get_nowait()
        except Empty:
            connection.close()
            return
        start = time.perf_counter()
        connection.request(
            "POST",
            f"/classes/{slug}/register/",
            body,
            {
                "Content-Type": "application/x-www-form-urlencoded",
                "Cookie": f"sessionid={session}; csrftoken={SECRET}",
            },
        )
        answer = connection.getresponse()
        answer.read()
        times.append(time.perf_counter() - start)
        answers[answer.status] += 1


def signed_in(count: int) -> list[str]:
    """Return the session keys of ``count`` new members."""
    from django.contrib.auth import (
        BACKEND_SESSION_KEY,
        HASH_SESSION_KEY,
        SESSION_KEY,
        get_user_model,
    )
    from django.contrib.sessions.backends.db import SessionStore
    from django.db import transaction

    keys = []
    with transaction.atomic():
        for number in range(count):
            user = get_user_model().objects.create(
                email=f"bench-{number}@pumasi.example", name=f"회원 {number}"
            )
            session = SessionStore()
            session[SESSION_KEY] = str(user.pk)
            session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
            session[HASH_SESSION_KEY] = user.get_session_auth_hash()
            session.create()
            keys.append(str(session.session_key))
    return keys


def course_of(slug: str, seats: int) -> Any:
    """Return a course with so many seats, open now."""
    from django.utils import timezone

    from tests.events.factories import make_course

    return make_course(now=timezone.now(), slug=slug, capacity=seats)


@contextmanager
def scratch_database(url: str) -> Iterator[str]:
    """Yield the address of a new database on the server of ``url``; drop it afterwards."""
    if not url:
        yield ""
        return
    import psycopg

    name = f"pumasi_bench_{os.getpid()}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
    try:
        yield urlsplit(url)._replace(path=f"/{name}").geturl()
    finally:
        from django.db import connection, connections

        connections.close_all()
        if hasattr(connection, "close_pool"):
            connection.close_pool()
        with psycopg.connect(url, autocommit=True) as server:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


if __name__ == "__main__":
    main()
