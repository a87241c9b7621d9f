"""``/calendar.ics`` with a thousand events, against joining ready lines.

``python -m tests.benchmarks.feeds``. Measures: unchanged, 304 in at most 3 queries; changed
by one event, at most 1.3 times the time of reading and joining the lines.

``python -m tests.benchmarks.feeds memory`` measures instead what ten thousand events cost:
at most 100 MB for the public feed and for the one of the staff, whose texts are reworded.
"""

import statistics
import sys
import tracemalloc
from datetime import timedelta

from tests.benchmarks.measure import ROUNDS, said, timed
from tests.benchmarks.site import set_up

write = sys.stdout.write
EVENTS = 1_000
MANY = 10_000
MEGABYTE = 2**20
REPEAT = 20


def main() -> None:
    """Measure and print."""
    set_up()
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from plugins import state

    sessions = fill()
    client = Client(headers={"host": "127.0.0.1"})
    first = client.get("/calendar.ics")
    events, size = first.content.count(b"BEGIN:VEVENT"), len(first.content)
    write(f"/calendar.ics: {events} events, {size:,} bytes\n")
    state.forget()
    with CaptureQueriesContext(connection) as queries:
        again = client.get("/calendar.ics", headers={"If-None-Match": first["ETag"]})
    write(f"unchanged: {again.status_code} in {len(queries)} queries (at most 3)\n")
    compare(client, sessions)


def compare(client, sessions) -> None:
    """Time the feed after a change of one event against its lines alone, by turns.

    Both right after the change: what a write costs the next reader is not the feed's.
    """
    from django.http import HttpResponse
    from django.test import RequestFactory

    from cms.calendars import views
    from cms.calendars.feeds import frame
    from events.models import Course, Session

    head, tail = frame("bench")

    def join() -> HttpResponse:
        lines = (
            Session.objects.exclude(course__status=Course.Status.DRAFT)
            .order_by("starts_at", "pk")
            .values_list("vevent", flat=True)
        )
        return HttpResponse("".join([head, *lines, tail]).encode())

    turn = iter(range(10**6))

    def changed(act) -> float:
        change(sessions[next(turn) % len(sessions)])
        return timed(act)

    request = RequestFactory().get("/calendar.ics")
    rounds = []
    for _ in range(ROUNDS):
        times = [
            (
                changed(join),
                changed(lambda: views.public(request)),
                changed(lambda: client.get("/calendar.ics")),
            )
            for _ in range(REPEAT)
        ]
        rounds.append([statistics.median(column) for column in zip(*times, strict=True)])
    write(said("reading and joining ready lines", [line[0] for line in rounds], "ms") + "\n")
    write(said("feed, one event changed", [line[1] for line in rounds], "ms") + "\n")
    write(said("ratio (at most 1.3)", [line[1] / line[0] for line in rounds], "") + "\n")
    write(said("the same through every middleware", [line[2] for line in rounds], "ms") + "\n")


def fill() -> list:
    """Bring the public sessions to a thousand; return those added."""
    from django.utils import timezone

    from events.domain.sessions import Slot, schedule
    from events.models import Course, Session

    now = timezone.now()
    there = Session.objects.exclude(course__status=Course.Status.DRAFT).count()
    course = Course.objects.filter(status=Course.Status.PUBLISHED).first()
    slots = [
        Slot(starts_at=start, ends_at=start + timedelta(hours=1), topic=f"{number}강")
        for number in range(EVENTS - there)
        for start in [now + timedelta(days=100, hours=2 * number)]
    ]
    return schedule(course, slots, by=None, now=now)


def change(session) -> None:
    """Move one session by a minute, as the verbs do."""
    from django.utils import timezone

    from events.domain.sessions import move_session

    session.refresh_from_db()
    minute = timedelta(minutes=1)
    move_session(
        session,
        starts_at=session.starts_at + minute,
        ends_at=session.ends_at + minute,
        by=None,
        now=timezone.now(),
    )


def memory() -> None:
    """Measure the most memory one answer of ten thousand events needs, nothing kept before."""
    set_up()
    from django.test import RequestFactory

    from cms.calendars import memory as kept
    from cms.calendars import views
    from cms.calendars.feeds import feed_response
    from events.staff_feed import StaffFeed

    copy_sessions()
    request = RequestFactory().get("/calendar.ics")
    answers = {
        "public": lambda: views.public(request),
        "staff": lambda: feed_response(request, StaffFeed(), name="bench", noindex=True),
    }
    for name, answer in answers.items():
        kept.forget()
        tracemalloc.start()
        content = answer().content
        _now, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        events = content.count(b"BEGIN:VEVENT")
        write(
            f"{name}: {events} events, {len(content) / MEGABYTE:.1f} MB, "
            f"at most {most / MEGABYTE:.0f} MB of memory (at most 100)\n"
        )


def copy_sessions() -> None:
    """Bring the public sessions to ten thousand, by copying one with its text."""
    from events.models import Course, Session

    course = Course.objects.filter(status=Course.Status.PUBLISHED).first()
    first = course.sessions.first()
    text, length = first.vevent.replace("\r\n ", ""), timedelta(hours=1)
    there = Session.objects.exclude(course__status=Course.Status.DRAFT).count()
    Session.objects.bulk_create(
        (
            Session(
                course=course,
                starts_at=first.starts_at + number * length,
                ends_at=first.starts_at + (number + 1) * length,
                uid=f"bench-{number}@pumasi",
                vevent=text.replace(first.uid, f"bench-{number}@pumasi"),
            )
            for number in range(MANY - there)
        ),
        batch_size=1000,
    )


if __name__ == "__main__":
    memory() if "memory" in sys.argv[1:] else main()
