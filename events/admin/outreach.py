"""Outreach requests on staff screens: the list with its counts, and one screen for each."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet

from cms.admin.menu import PermittedMenuItem
from cms.privacy.access import looked_at
from events import rules
from events.admin.outreach_forms import (
    DeclineForm,
    MakeCourseForm,
    OutreachFilter,
    ProposalForm,
    TriageForm,
)
from events.domain import outreach, outreach_courses, outreach_dates
from events.domain.outreach_letters import span_in_words
from events.domain.refusals import ProposalGone, Refusal
from events.models import OutreachProposal, OutreachRequest
from events.models.outreach import TRANSITIONS

PER_PAGE = 30
State = OutreachRequest.State


class OutreachScreen(WagtailAdminTemplateMixin, View):
    """A screen about outreach requests, for whom the rule lets in."""

    header_icon = "mail"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not rules.can_see_outreach(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class OutreachIndexView(OutreachScreen):
    """All requests, how many in each state on top, what waits for the centre first."""

    page_title = gettext_lazy("Outreach requests")
    template_name = "events/admin/outreach_index.html"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = OutreachFilter(request.GET)
        form.is_valid()
        state = form.cleaned_data.get("state", "")
        words = form.cleaned_data.get("q", "")
        found = OutreachRequest.objects.select_related("category", "assigned_to")
        counts = dict(
            OutreachRequest.objects.order_by()
            .values("state")
            .annotate(number=Count("pk"))
            .values_list("state", "number")
        )
        if state:
            found = found.filter(state=state)
        if words:
            found = found.filter(Q(organisation__icontains=words) | Q(reference__iexact=words))
        query = request.GET.copy()
        query.pop("p", None)
        context = self.get_context_data(
            counts=[
                {"value": value, "label": label, "number": counts.get(value, 0)}
                for value, label in State.choices
            ],
            total=sum(counts.values()),
            state=state,
            words=words,
            page_obj=Paginator(found, PER_PAGE).get_page(request.GET.get("p")),
            query=query.urlencode(),
        )
        return self.render_to_response(context)


class RequestScreen(OutreachScreen):
    """One request: what was asked, what was said, and the next thing to do."""

    page_title = gettext_lazy("Outreach request")
    template_name = "events/admin/outreach_request.html"
    found: OutreachRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not rules.can_see_outreach(request.user):
            raise PermissionDenied
        requests = OutreachRequest.objects.select_related("category", "assigned_to", "course")
        self.found = get_object_or_404(requests, pk=self.kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("outreach:index"), "label": _("Outreach requests")},
            {"url": "", "label": self.found.organisation},
        ]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._show()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not rules.can_manage_outreach(request.user):
            raise PermissionDenied
        action = request.POST.get("action", "")
        form = self._form(action, request.POST)
        if form is not None and not form.is_valid():
            return self._show(status=422, **{action: form})
        verb = self._verbs().get(action)
        if verb is None:
            return self._show(status=422)
        values = form.cleaned_data if form is not None else {}
        try:
            said = verb(values)
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return self._show(status=409, **({action: form} if form is not None else {}))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return self._show(status=422, **({action: form} if form is not None else {}))
        messages.success(request, said)
        return redirect("outreach:request", self.found.pk)

    # --- Verbs ---------------------------------------------------------------

    def _verbs(self) -> dict[str, Callable[[dict[str, Any]], str]]:
        return {
            "take_on": self._take_on,
            "triage": self._triage,
            "propose": self._propose,
            "agree": self._agree,
            "decline": self._decline,
            "withdraw": self._withdraw,
            "course": self._make_course,
            "held": self._held,
            "renew_link": self._renew_link,
        }

    def _take_on(self, _values: dict[str, Any]) -> str:
        outreach.take_on(self.found, by=self.request.user, now=timezone.now())
        return _("You look after this request now.")

    def _triage(self, values: dict[str, Any]) -> str:
        outreach.write_notes(self.found, notes=values["notes"], by=self.request.user)
        outreach.assign(self.found, to=values["assigned_to"], by=self.request.user)
        return _("Saved.")

    def _propose(self, values: dict[str, Any]) -> str:
        outreach_dates.propose(self.found, by=self.request.user, now=timezone.now(), **values)
        return _("The date has been proposed by mail.")

    def _agree(self, _values: dict[str, Any]) -> str:
        proposal = self.found.proposals.filter(state=OutreachProposal.State.OPEN).first()
        if proposal is None:
            raise ProposalGone
        outreach_dates.accept(proposal, by=self.request.user, now=timezone.now())
        return _("The date is agreed.")

    def _decline(self, values: dict[str, Any]) -> str:
        outreach.decline(self.found, by=self.request.user, now=timezone.now(), **values)
        return _("The request is declined, and the organisation has been told.")

    def _withdraw(self, _values: dict[str, Any]) -> str:
        outreach.withdraw(self.found, by=self.request.user, now=timezone.now())
        return _("The request is withdrawn.")

    def _make_course(self, values: dict[str, Any]) -> str:
        if not rules.can_manage_courses(self.request.user):
            raise PermissionDenied
        outreach_courses.make_course(self.found, by=self.request.user, now=timezone.now(), **values)
        return _("The course is made and published.")

    def _held(self, _values: dict[str, Any]) -> str:
        outreach.mark_held(self.found, by=self.request.user, now=timezone.now())
        return _("The class counts as held.")

    def _renew_link(self, _values: dict[str, Any]) -> str:
        outreach.renew_link(self.found, by=self.request.user)
        return _("The old link is shut; a new one has been sent.")

    # --- Showing ---------------------------------------------------------------

    def _form(self, action: str, data: Any = None) -> forms.Form | None:
        found = self.found
        match action:
            case "triage":
                initial = {"assigned_to": found.assigned_to_id, "notes": found.notes}
                return TriageForm(data, initial=initial)
            case "propose":
                wish = found.preferred_dates.first()
                times = {"starts_at": wish.starts_at, "ends_at": wish.ends_at} if wish else {}
                return ProposalForm(data, initial=times)
            case "decline":
                return DeclineForm(data)
            case "course":
                title = _("%(subject)s: outreach class") % {"subject": found.category.name}
                return MakeCourseForm(data, initial={"title": title})
        return None

    def _show(self, status: int = 200, **bound: Any) -> HttpResponse:
        found = self.found
        found.refresh_from_db()
        if found.contact_destroyed_at is None:
            looked_at(self.request, [], "events.outreach", subject=found.reference, of_others=True)
        follows = TRANSITIONS[found.state]
        made = found.course is not None
        forms_shown = {
            "triage": found.contact_destroyed_at is None,
            "propose": State.PROPOSED in follows and not made,
            "decline": State.DECLINED in follows,
            "course": found.state == State.AGREED and not made,
        }
        context = self.get_context_data(
            found=found,
            can_manage=rules.can_manage_outreach(self.request.user),
            wishes=[span_in_words(wish) for wish in found.preferred_dates.all()],
            proposals=[
                {"when": span_in_words(one), "proposal": one}
                for one in found.proposals.select_related("proposed_by")
            ],
            sessions=list(found.course.sessions.select_related("head_count")) if made else [],
            follows=follows,
            forms={
                name: bound.get(name) or self._form(name)
                for name, is_shown in forms_shown.items()
                if is_shown or name in bound
            },
            bound=set(bound),
            media=ProposalForm().media,
        )
        return self.render_to_response(context, status=status)


class OutreachViewSet(ViewSet):
    """Outreach requests in the menu "Classes"."""

    name = "outreach"
    icon = "mail"
    menu_label = gettext_lazy("Outreach requests")

    def get_menu_item(self, order: int | None = None) -> MenuItem:
        return PermittedMenuItem(
            self.menu_label,
            reverse("outreach:index"),
            name=self.name,
            icon_name=self.icon,
            order=self.get_menu_item_order(order),
            permission=rules.SEE_OUTREACH,
        )

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", OutreachIndexView.as_view(), name="index"),
            path("<int:pk>/", RequestScreen.as_view(), name="request"),
        ]
