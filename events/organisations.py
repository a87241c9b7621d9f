"""Organisations that asked for outreach classes, as other plug-ins see them."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Max
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.models import OutreachRequest
from plugins.api import Contribution, Organisation, OrganisationSource


def contributions() -> Iterable[Contribution]:
    """Return the source of organisations that asked for a class."""
    yield OrganisationSource(
        key="events.outreach_organisations",
        label=_("Outreach requests"),
        organisations=organisations,
        contacts_permission="events.view_outreachrequest",
    )


def organisations(words: str, limit: int) -> list[Organisation]:
    """Return each organisation once, with its latest request; two queries.

    Declined and withdrawn requests count too: the organisation is known all the same.
    """
    asked = OutreachRequest.objects.order_by()
    if words:
        asked = asked.filter(organisation__icontains=words)
    known = list(
        asked.values("organisation")
        .annotate(times=Count("pk"), latest=Max("pk"))
        .order_by("-latest")[:limit]
    )
    latest = OutreachRequest.objects.in_bulk([row["latest"] for row in known])
    return [_organisation(latest[row["latest"]], row["times"]) for row in known]


def _organisation(request: OutreachRequest, times: int) -> Organisation:
    kind: Any = request.get_organisation_kind_display()
    return Organisation(
        name=request.organisation,
        kind=kind,
        district=request.district,
        address=request.address,
        times=times,
        last_on=timezone.localdate(request.created_at),
        path=reverse("outreach:request", args=[request.pk]),
        contact=request.contact_name,
        email=request.contact_email,
        phone=request.contact_phone,
    )
