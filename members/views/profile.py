"""What a person tells about themselves: profile, household, consents, and how they sign in."""

from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import get_adapter as social_adapter
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.sections import Sections
from members import queries
from members.domain import consents, people
from members.domain.refusals import Refused
from members.forms import ChildForm, ProfileForm, profile_initial
from members.models import Child, Purpose
from members.views.answers import private, tried


@private
def profile(request: HttpRequest) -> HttpResponse:
    """Show and store the profile."""
    form = ProfileForm(request.POST or None, initial=profile_initial(request.user))
    sections = Sections("members.profile_form", request, request.user)
    if request.method == "POST" and all([form.is_valid(), sections.are_valid()]):
        values = dict(form.cleaned_data)
        interests = values.pop("interests")
        if sections.save_with(
            lambda: people.save_profile(request.user, values, interests=interests, by=request.user),
            by=request.user,
        ):
            messages.success(request, _("Your profile is saved."))
            return redirect("members:profile")
    context = {"form": form, "sections": sections, "tab": "profile"}
    return render(request, "members/profile.html", context)


@private
def household(request: HttpRequest) -> HttpResponse:
    """Show the children; add one, with the parent's consent at the first."""
    now = timezone.now()
    text = queries.current_texts(now).filter(purpose=Purpose.CHILDREN).first()
    asks_consent = not queries.has_consented(request.user, Purpose.CHILDREN)
    form = ChildForm(request.POST or None, asks_consent=asks_consent)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                if asks_consent and text is not None:
                    consents.give(request.user, [text], by=request.user, now=now)
                people.add_child(
                    request.user,
                    name=form.cleaned_data["name"],
                    birth_year=form.cleaned_data["birth_year"],
                    by=request.user,
                )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The child is added."))
            return redirect("members:household")
    return render(
        request,
        "members/household.html",
        {
            "form": form,
            "children": request.user.children.all(),
            "consent_text": text if asks_consent else None,
            "tab": "household",
        },
    )


@private
def remove_child(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then take the child out."""
    child = get_object_or_404(Child, pk=pk, parent=request.user)
    if request.method != "POST":
        return render(request, "members/child_remove.html", {"child": child, "tab": "household"})
    tried(
        request,
        lambda: people.remove_child(child, by=request.user),
        done=_("The child is removed."),
    )
    return redirect("members:household")


@private
def consent_list(request: HttpRequest) -> HttpResponse:
    """Show each purpose with what the person agreed to, and the current wording."""
    held = {consent.text.purpose: consent for consent in queries.consents_in_force(request.user)}
    rows = [
        {
            "text": text,
            "consent": held.get(text.purpose),
            "is_newer": text.purpose in held and held[text.purpose].text_id != text.pk,
        }
        for text in queries.current_texts(timezone.now())
    ]
    past = request.user.consents.filter(withdrawn_at__isnull=False).select_related("text")
    return render(
        request, "members/consents.html", {"rows": rows, "past": past[:20], "tab": "consents"}
    )


@private
def change_consent(request: HttpRequest, purpose: str, answer: str) -> HttpResponse:
    """Give a consent, or take it back after a page that asks."""
    now = timezone.now()
    text = queries.current_texts(now).filter(purpose=purpose).first()
    if text is None:
        raise Http404
    if answer == "withdraw" and request.method != "POST":
        points = consents.what_follows(request.user, purpose, now=now)
        context = {"text": text, "points": points, "tab": "consents"}
        return render(request, "members/consent_withdraw.html", context)
    if request.method == "POST" and answer == "withdraw":
        tried(
            request,
            lambda: consents.withdraw(request.user, purpose, by=request.user, now=now),
            done=_("Your consent is withdrawn."),
        )
    elif request.method == "POST":
        # The version that was on the page is the one agreed to.
        if request.POST.get("text") == str(text.pk):
            tried(
                request,
                lambda: consents.give(request.user, [text], by=request.user, now=now),
                done=_("Thank you. Your consent is recorded."),
            )
        else:
            messages.info(request, _("The text has just changed. Please read it again."))
    return redirect("members:consents")


@private
def security(request: HttpRequest) -> HttpResponse:
    """Show how the person signs in, and where to change it."""
    kinds = set(Authenticator.objects.filter(user=request.user).values_list("type", flat=True))
    context = {
        "has_password": request.user.has_usable_password(),
        "has_app": Authenticator.Type.TOTP in kinds,
        "has_passkey": Authenticator.Type.WEBAUTHN in kinds,
        "has_recovery_codes": Authenticator.Type.RECOVERY_CODES in kinds,
        "providers": social_adapter().list_providers(request),
        "tab": "security",
    }
    return render(request, "members/security.html", context)
