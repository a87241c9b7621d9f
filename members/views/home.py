"""The personal page: a greeting, and a card from every part of the site that has one."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone

from members import queries
from members.views.answers import private
from plugins.api import MemberCard
from plugins.registry import contributions, guarded


@private
def home(request: HttpRequest) -> HttpResponse:
    """Show the cards in order, and invitations that wait for an answer."""
    cards = [
        shown
        for card in contributions(MemberCard, request.user)
        if (shown := guarded(card, _render, card, request))
    ]
    invitations = queries.invitations_for(request.user, timezone.now())
    return render(
        request, "members/home.html", {"cards": cards, "invitations": invitations, "tab": "home"}
    )


def _render(card: MemberCard, request: HttpRequest) -> str | None:
    context: Any = card.context(request)
    if context is None:
        return None
    return render_to_string(card.template, dict(context), request=request)
