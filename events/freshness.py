"""Pages that speak of the clock: until when what they say of courses stays true.

"Open", "closed", "six days left" change without anybody's doing; the page cache is told
the next instant at which they do. (The count of days is bounded by midnight anyway.)
"""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Min
from django.http import HttpRequest

from cms.pagecache.freshness import until
from events.models import Course


def bound_to_clock(request: HttpRequest | None, courses: Iterable[Course]) -> None:
    """Keep a page that shows these courses no longer than it is true."""
    for course in courses:
        until(
            request,
            course.registration_opens_at,
            course.registration_closes_at,
            course.starts_at,
            course.ends_at,
            *(session.ends_at for session in getattr(course, "coming", ())[:1]),
        )


def bound_to_openings(request: HttpRequest | None, now: datetime) -> None:
    """Keep a page that leaves out what is not open yet no longer than to the next opening."""
    opening = Course.objects.filter(registration_opens_at__gt=now).aggregate(
        next=Min("registration_opens_at")
    )
    until(request, opening["next"])
