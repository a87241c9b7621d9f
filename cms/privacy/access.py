"""``looked_at``: the one call by which the site and its plug-ins record a look at people's data.

Where from is kept as a network, not an address: the first 24 bits of an IPv4 address, 48 of
an IPv6 one. That tells an office from a home, which is what the log is asked; a digest of an
address would be the address, for there are few enough to try them all.
"""

import ipaddress
from collections.abc import Iterable
from typing import Any

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils import timezone

from cms.privacy import chain
from cms.privacy.models import Look

KEPT_BITS = {4: 24, 6: 48}


def looked_at(
    request: HttpRequest,
    people: Iterable[Any],
    purpose: str,
    *,
    subject: Any = "",
    reason: str = "",
    of_others: bool = False,
) -> Look | None:
    """Record that the signed-in person is shown data of those people; return the row.

    ``people`` are users or their keys; one's own data is no look, and nobody's is none
    (None is returned). ``purpose`` is ``<app>.<what>``, whose words an AuditFormatter
    gives; ``subject`` what the page is about; ``reason`` is needed for exports. With
    ``of_others`` the page shows people who have no account (an organisation's contact): the
    look is recorded by its subject. Call it before the answer is sent: what cannot be
    recorded is not shown.
    """
    keys = {person if isinstance(person, int) else person.pk for person in people}
    keys.discard(request.user.pk)
    if not (keys or of_others) or not request.user.is_authenticated:
        return None
    return chain.append(
        at=timezone.now(),
        by_id=request.user.pk,
        people=keys,
        purpose=purpose,
        subject=str(subject),
        reason=reason,
        network=network_of(request),
    )


def network_of(request: HttpRequest) -> str:
    """Return the network the request came from, ``203.0.113.0/24``; empty when unknown."""
    try:
        address = ipaddress.ip_address(get_adapter().get_client_ip(request))
    except (PermissionDenied, ValueError):
        return ""
    return str(ipaddress.ip_network((address, KEPT_BITS[address.version]), strict=False))
