"""``/healthz`` and ``/readyz``: for supervisors and load balancers, not for people."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from cms.health.checks import notices, results

HEADERS = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"}


@require_safe
def healthz(_request: HttpRequest) -> JsonResponse:
    """Say that the process answers; asks nothing of anyone."""
    return JsonResponse({"status": "ok"}, headers=HEADERS)


@require_safe
def readyz(_request: HttpRequest) -> JsonResponse:
    """Say whether the site can serve, part by part; 503 when a part cannot.

    Notices want a person soon and leave the status alone.
    """
    found = results()
    ready = all(answer == "ok" for answer in found.values())
    return JsonResponse(
        {
            "status": "ok" if ready else "unavailable",
            "checks": found,
            "notices": notices() if found["database"] == "ok" else {},
        },
        status=200 if ready else 503,
        headers=HEADERS,
    )
