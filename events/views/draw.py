"""The draw of a course, for everyone to check: before it is held, and after."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from events import queries
from events.domain.draws import SEAT, number_of
from events.models import Course, Draw
from events.rules import can_see_course


@require_safe
def draw(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the promised seed in sealed form, or the draw with how to recompute it.

    The seed leaves the database only once the draw is held. A reader who applied finds their
    own number marked.
    """
    found: Any = Draw.objects.select_related("course__category", "course__venue")
    held: Draw = get_object_or_404(
        found, course__slug=slug, course__admission=Course.Admission.LOTTERY
    )
    if not can_see_course(request.user, held.course):
        raise Http404
    own = queries.applied_with(held.course, request.user)
    numbers = sorted(line["number"] for line in held.result)
    return render(
        request,
        "events/draw.html",
        {
            "course": held.course,
            "draw": held,
            "seed": held.seed if held.is_drawn else "",
            "lines": [
                {"number": line["number"], "has_seat": line["outcome"] == SEAT}
                for line in held.result
            ],
            "numbers": " ".join(numbers),
            "own_number": number_of(own.reference) if own else "",
        },
    )
