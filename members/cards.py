"""The members app's own cards on the personal page."""

from typing import Any

from django.http import HttpRequest

from members import queries
from members.views.calendar import addresses

SHOWN = 3


def communities(request: HttpRequest) -> dict[str, Any]:
    """Return the person's communities, the first few."""
    found = list(queries.memberships_of(request.user)[: SHOWN + 1])
    return {"memberships": found[:SHOWN], "has_more": len(found) > SHOWN}


def calendar(request: HttpRequest) -> dict[str, Any]:
    """Return the person's calendar addresses."""
    return {"calendar": addresses(request)}


def profile(request: HttpRequest) -> dict[str, Any] | None:
    """Return how much of the profile is told, or None when all of it is."""
    user = request.user
    held = getattr(user, "profile", None)
    told = [
        bool(held and held.home_district),
        bool(held and held.work_district),
        bool(held and held.employment),
        bool(held and held.interests.exists()),
    ]
    if all(told):
        return None
    return {"told": sum(told), "of": len(told)}
