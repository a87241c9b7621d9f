"""The staff dashboard: what needs attention today, before anything else.

Cards come as ``DashboardCard`` contributions, from plug-ins and from the host alike. A
card is shown if its person may see it and it has something to say; one that fails is
logged with its plug-in and left out.
"""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from wagtail.admin.ui.components import Component
from wagtail.admin.views.home import (
    LockedPagesPanel,
    RecentEditsPanel,
    UserObjectsInWorkflowModerationPanel,
)

from cms.admin.menu import first_steps
from plugins.api import DashboardCard
from plugins.registry import contributions, guarded

# Wagtail's panels worth their place; what awaits moderation is a card of ours.
KEPT = (UserObjectsInWorkflowModerationPanel, RecentEditsPanel, LockedPagesPanel)


def cards_for(request: HttpRequest) -> list[SafeString]:
    """Return the rendered cards for the person of the request, in order."""
    rendered = (
        guarded(card, _render, card, request) for card in contributions(DashboardCard, request.user)
    )
    return [html for html in rendered if html]


def _render(card: DashboardCard, request: HttpRequest) -> SafeString | None:
    context = card.context(request)
    if context is None:
        return None
    return render_to_string(card.template, dict(context), request)


class TodayPanel(Component):
    """The dashboard's first panel."""

    name = "today"
    order = 50
    template_name = "cms/admin/today.html"

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        request = parent_context["request"]
        cards = cards_for(request)
        return {
            "cards": cards,
            "steps": [] if cards else first_steps(request),
            "now": timezone.localtime(),
            "user": request.user,
        }


def arrange_panels(_request: HttpRequest, panels: list[Component]) -> None:
    """Put today first and keep only the panels worth their place, in place."""
    panels[:] = [TodayPanel(), *(panel for panel in panels if isinstance(panel, KEPT))]
