"""Answering an invitation. Whoever holds its address may read it; accepting takes an account."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from members import queries, rules
from members.domain import invitations
from members.models import CommunityInvitation
from members.views.answers import private, tried


@never_cache
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Show who invites to what, and how to accept."""
    invitation = get_object_or_404(
        CommunityInvitation.objects.select_related("community", "invited_by"), token=token
    )
    user = request.user
    context: dict[str, Any] = {
        "invitation": invitation,
        "community": invitation.community,
        "is_open": invitation.is_open(timezone.now()),
        "is_member": rules.is_member(user, invitation.community),
        "is_for_me": invitation.is_link
        or (user.is_authenticated and queries.owns_address(user, invitation.email)),
    }
    response = render(request, "members/invitation.html", context)
    # The address is a secret: no other site may learn it from a link followed here.
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex"
    return response


@private
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """Join the community."""
    invitation = get_object_or_404(
        CommunityInvitation.objects.select_related("community"), token=token
    )
    if request.method == "POST" and tried(
        request,
        lambda: invitations.accept(invitation, by=request.user, now=timezone.now()),
        done=_("Welcome to %(community)s.") % {"community": invitation.community},
    ):
        return redirect("members:community", pk=invitation.community_id)
    return redirect("members_invitations:answer", token=token)


@private
def decline(request: HttpRequest, token: str) -> HttpResponse:
    """Say no to an invitation by mail."""
    invitation = get_object_or_404(
        CommunityInvitation.objects.select_related("community"), token=token
    )
    if request.method == "POST" and tried(
        request,
        lambda: invitations.decline(invitation, by=request.user, now=timezone.now()),
        done=_("The invitation is declined."),
    ):
        return redirect("members:communities")
    return redirect("members_invitations:answer", token=token)
