"""The sessions that figures are made of, and entering how many came to each."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
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
from events import rules
from events.admin.outreach_forms import HeadCountForm
from events.domain.head_counts import record_head_count
from events.domain.refusals import Refusal
from events.figures import held as figures_held
from events.figures.metrics import DIMENSIONS
from events.models import Attendance, HeadCount, Session

PER_PAGE = 50
LONGEST = timedelta(days=3660)


class HeldFilter(forms.Form):
    """The days and parts a figure was counted over; what it does not understand is left out."""

    missing = forms.BooleanField(label=gettext_lazy("Only those without a number"), required=False)

    def __init__(self, data: Any, *, today: date) -> None:
        super().__init__(data)
        for name, label in (("from", gettext_lazy("From day")), ("to", gettext_lazy("To day"))):
            self.fields[name] = forms.DateField(
                label=label,
                required=False,
                widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            )
        for name, label in DIMENSIONS.items():
            choices = [("", _("All")), *figures_held.WORDS[name]]
            self.fields[name] = forms.ChoiceField(label=label, required=False, choices=choices)
        self.order_fields(["from", "to", *DIMENSIONS, "missing"])
        self.is_valid()
        self.last = self.cleaned_data.get("to") or today
        self.first = self.cleaned_data.get("from") or date(self.last.year, 1, 1)
        if self.last - self.first > LONGEST or not 1900 < self.last.year < 9000:  # noqa: PLR2004 - years
            self.first, self.last = date(today.year, 1, 1), today
        self.data = {**self.data.dict(), "from": self.first, "to": self.last}

    def sessions(self) -> Any:
        """Return the sessions held on those days, narrowed."""
        found = figures_held.held_sessions(self.first, self.last)
        chosen = {name: self.cleaned_data.get(name) or "" for name in DIMENSIONS}
        found = figures_held.narrowed(found, chosen)
        return figures_held.without_number(found) if self.cleaned_data.get("missing") else found


class HeldScreen(WagtailAdminTemplateMixin, View):
    """A screen about sessions held."""

    header_icon = "group"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not rules.can_see_counts(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class HeldIndexView(HeldScreen):
    """Every session held in a span of days, who came to it, and the sums that figures show."""

    page_title = gettext_lazy("Sessions held")
    template_name = "events/admin/held.html"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = HeldFilter(request.GET, today=timezone.localdate())
        found = form.sessions()
        adults, children = figures_held.people_at(found)
        listed = found.select_related("course__category", "head_count").order_by("starts_at", "pk")
        page = Paginator(listed, PER_PAGE).get_page(request.GET.get("p"))
        query = request.GET.copy()
        query.pop("p", None)
        context = self.get_context_data(
            form=form,
            rows=[
                {"session": session, "people": people}
                for session, people in people_of(page.object_list)
            ],
            totals={"sessions": page.paginator.count, "adults": adults, "children": children},
            page_obj=page,
            query=query.urlencode(),
            can_count=rules.can_manage_counts(request.user),
        )
        return self.render_to_response(context)


def people_of(sessions: Any) -> Iterator[tuple[Session, tuple[int, int] | None]]:
    """Yield each with the (adults, children) who came, None while nothing is entered."""
    came = _came(sessions)
    for session in sessions:
        yield session, _people(session, came.get(session.pk))


def _came(sessions: Any) -> dict[int, tuple[int, int]]:
    """Return ``{session: (adults, children)}`` of those entered by name, in one query."""
    found: dict[int, tuple[int, int]] = {}
    rows = Attendance.objects.filter(
        session__in=[session.pk for session in sessions], state=Attendance.State.CAME
    ).values_list("session_id", "children_came")
    for session, children in rows:
        adults, others = found.get(session, (0, 0))
        found[session] = (adults + 1, others + children)
    return found


def _people(session: Session, came: tuple[int, int] | None) -> tuple[int, int] | None:
    count: HeadCount | None = getattr(session, "head_count", None)
    if count is None and came is None:
        return None
    adults, children = came or (0, 0)
    return (adults + count.adults, children + count.children) if count else (adults, children)


class CountScreen(HeldScreen):
    """How many came to one session that nobody registers for."""

    page_title = gettext_lazy("How many came")
    template_name = "events/admin/count.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not rules.can_manage_counts(request.user):
            raise PermissionDenied
        found = Session.objects.select_related("course__category", "course__venue", "head_count")
        self.session = get_object_or_404(found, pk=self.kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("sessions_held:index"), "label": _("Sessions held")},
            {"url": "", "label": str(self.session.course)},
        ]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        known = getattr(self.session, "head_count", None)
        initial = (
            {name: getattr(known, name) for name in HeadCountForm.base_fields} if known else {}
        )
        return self._ask(HeadCountForm(initial=initial))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = HeadCountForm(request.POST)
        if not form.is_valid():
            return self._ask(form, status=422)
        try:
            record_head_count(
                self.session, by=request.user, now=timezone.now(), **form.cleaned_data
            )
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return self._ask(form, status=409)
        messages.success(request, _("The number of people is kept."))
        day = timezone.localdate(self.session.starts_at)
        return redirect(f"{reverse('sessions_held:index')}?from={day}&to={day}")

    def _ask(self, form: HeadCountForm, status: int = 200) -> HttpResponse:
        context = self.get_context_data(form=form, session=self.session, media=form.media)
        return self.render_to_response(context, status=status)


class SessionsHeldViewSet(ViewSet):
    """Sessions held, in the menu "Classes"."""

    name = "sessions_held"
    url_prefix = "sessions-held"
    icon = "group"
    menu_label = gettext_lazy("Sessions held")

    def get_menu_item(self, order: int | None = None) -> MenuItem:
        return PermittedMenuItem(
            self.menu_label,
            reverse("sessions_held:index"),
            name=self.name,
            icon_name=self.icon,
            order=self.get_menu_item_order(order),
            permission=rules.SEE_COUNTS,
        )

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", HeldIndexView.as_view(), name="index"),
            path("<int:pk>/", CountScreen.as_view(), name="count"),
        ]
