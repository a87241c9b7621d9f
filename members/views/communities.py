"""A member's communities: found one, look after it, hand it over, leave it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.ratelimits import limited
from members import queries, rules
from members.domain import communities, invitations
from members.domain.refusals import Refused
from members.forms import CommunityForm, InviteByLinkForm, InviteByMailForm, PersonForm
from members.models import Community
from members.views.answers import post_goes_to, private, tried


def mine(request: HttpRequest, pk: int, *, manage: bool = False) -> Community:
    """Return the community; strangers learn nothing of it, plain members may not manage."""
    community = get_object_or_404(Community.objects.select_related("leader", "treasurer"), pk=pk)
    if not rules.is_member(request.user, community):
        raise Http404
    if manage and not rules.may_manage(request.user, community):
        raise PermissionDenied
    return community


def shown(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """Render a page of the communities' corner."""
    return render(request, f"members/{template}.html", {"tab": "communities", **context})


@private
def index(request: HttpRequest) -> HttpResponse:
    """List the person's communities and the invitations that wait."""
    memberships = queries.memberships_of(request.user)
    waiting = queries.invitations_for(request.user, timezone.now())
    return shown(request, "communities", {"memberships": memberships, "invitations": waiting})


@private
@limited("members.found", limit=10)
def found(request: HttpRequest) -> HttpResponse:
    """Found a community."""
    form = CommunityForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            community = communities.found(by=request.user, now=timezone.now(), **form.cleaned_data)
        except Refused as refused:
            form.add_error("name", str(refused))
        else:
            messages.success(request, _("Your community is founded. Now invite your people."))
            return redirect("members:community", pk=community.pk)
    return shown(request, "community_form", {"form": form})


@private
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a community with its people; to the leader, with its invitations."""
    community = mine(request, pk)
    people = community.memberships.select_related("user", "community")
    role = community.role_of(request.user)
    context = {
        "community": community,
        "people": people,
        "role": role,
        "may_manage": rules.may_manage(request.user, community),
        "may_leave": rules.may_leave(request.user, community),
    }
    return shown(request, "community", context)


@private
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what the community says about itself."""
    community = mine(request, pk, manage=True)
    form = CommunityForm(request.POST or None, instance=community)
    if request.method == "POST" and form.is_valid():
        fresh = mine(request, pk, manage=True)
        try:
            communities.change(fresh, form.cleaned_data, by=request.user, now=timezone.now())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The community's details are saved."))
            return redirect("members:community", pk=pk)
    return shown(request, "community_form", {"form": form, "community": community})


@private
@limited("members.invite", limit=20)
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Invite by mail or make a link; list what is open."""
    community = mine(request, pk, manage=True)
    by_mail, by_link = InviteByMailForm(prefix="mail"), InviteByLinkForm(prefix="link")
    now = timezone.now()
    if request.method == "POST" and "mail-email" in request.POST:
        by_mail = InviteByMailForm(request.POST, prefix="mail")
        if by_mail.is_valid():
            email = by_mail.cleaned_data["email"]
            if tried(
                request,
                lambda: invitations.invite_by_mail(
                    community, email=email, by=request.user, now=now
                ),
                done=_("An invitation is on its way to %(email)s.") % {"email": email},
            ):
                return redirect("members:invite", pk=pk)
    elif request.method == "POST":
        by_link = InviteByLinkForm(request.POST, prefix="link")
        if by_link.is_valid() and tried(
            request,
            lambda: invitations.invite_by_link(
                community, by=request.user, now=now, uses=by_link.cleaned_data["uses"]
            ),
            done=_("The link is ready. Copy it and pass it on."),
        ):
            return redirect("members:invite", pk=pk)
    waiting = queries.open_invitations(community, now)
    context = {
        "community": community,
        "by_mail": by_mail,
        "by_link": by_link,
        "links": [(item, invitations.address_of(item)) for item in waiting if item.is_link],
        "mails": [item for item in waiting if not item.is_link],
    }
    return shown(request, "community_invite", context)


@private
@post_goes_to("members:invite")
def revoke(request: HttpRequest, pk: int, invitation: int) -> HttpResponse:
    """Take an invitation back."""
    community = mine(request, pk, manage=True)
    found = get_object_or_404(community.invitations, pk=invitation)
    tried(
        request,
        lambda: invitations.revoke(found, by=request.user, now=timezone.now()),
        done=_("The invitation is taken back."),
    )
    return redirect("members:invite", pk=pk)


@private
def give_role(request: HttpRequest, pk: int, role: str) -> HttpResponse:
    """Hand over the lead, or give the treasury to someone."""
    community = mine(request, pk, manage=True)
    is_lead = role == "leader"
    form = PersonForm(
        request.POST or None,
        community=community,
        nobody="" if is_lead else _("Nobody"),
        initial={"person": None if is_lead else community.treasurer_id},
    )
    if request.method == "POST" and form.is_valid():
        to, now = form.cleaned_data["person"], timezone.now()
        if is_lead:
            done = tried(
                request,
                lambda: communities.hand_over(community, to=to, by=request.user, now=now),
                done=_("%(name)s leads the community now.") % {"name": to},
            )
        else:
            done = tried(
                request,
                lambda: communities.appoint_treasurer(community, to=to, by=request.user, now=now),
                done=_("The treasurer is changed."),
            )
        if done:
            return redirect("members:community", pk=pk)
    context = {"community": community, "form": form, "is_lead": is_lead}
    context["has_others"] = form.fields["person"].queryset.exists()
    return shown(request, "community_role", context)


@private
def remove(request: HttpRequest, pk: int, person: int) -> HttpResponse:
    """Ask, then take a member out."""
    community = mine(request, pk, manage=True)
    membership = get_object_or_404(
        community.memberships.select_related("user").exclude(user=request.user), user_id=person
    )
    if request.method != "POST":
        context = {"community": community, "person": membership.user}
        return shown(request, "community_remove", context)
    tried(
        request,
        lambda: communities.remove_member(
            community, member=membership.user, by=request.user, now=timezone.now()
        ),
        done=_("%(name)s is no longer a member.") % {"name": membership.user},
    )
    return redirect("members:community", pk=pk)


@private
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then leave; the last one dissolves the community."""
    community = mine(request, pk)
    if request.method != "POST":
        context = {
            "community": community,
            "may_leave": rules.may_leave(request.user, community),
            "is_last": community.memberships.count() == 1,
        }
        return shown(request, "community_leave", context)
    if tried(
        request,
        lambda: communities.leave(community, by=request.user, now=timezone.now()),
        done=_("You have left %(community)s.") % {"community": community},
    ):
        return redirect("members:communities")
    return redirect("members:community", pk=pk)
