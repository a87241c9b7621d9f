"""Who is registered for a course: the list, its exports, adding, cancelling, giving a seat."""

from typing import Any

from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from cms.audit.log import record
from cms.exports import csv_response, xlsx_response
from cms.privacy.access import looked_at
from cms.privacy.reasons import reason_for
from events import rules
from events.admin import registrant_table
from events.admin.adding import Adding
from events.admin.forms import GiveSeatForm, ReasonForm
from events.admin.screens import CourseScreen
from events.domain import registrations, waiting
from events.domain.refusals import Refusal
from events.domain.seats import has_seats_to_give
from events.domain.waiting_words import why_nobody_moves_up
from events.models import Course, Registration

PER_PAGE = 50


class RegistrantsScreen(CourseScreen):
    """The list, with search and states, and the form to add somebody."""

    page_title = gettext_lazy("Registrations")
    template_name = "events/admin/registrants.html"

    def allowed(self, user: Any) -> bool:
        return rules.can_see_registrants(user)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._list(Adding(self.course, now=timezone.now()))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not rules.can_manage_registrants(request.user):
            raise Http404
        now = timezone.now()
        adding = Adding(self.course, now=now, data=request.POST)
        if not adding.is_valid():
            return self._list(adding, status=422)
        try:
            added = adding.add(by=request.user, now=now)
        except Refusal as refusal:
            adding.refuse(refusal)
            return self._list(adding, status=409)
        messages.success(request, said(added))
        return redirect(self.address("registrants"))

    def _list(self, adding: Adding, status: int = 200) -> HttpResponse:
        state = self.request.GET.get("state", "")
        # PostgreSQL refuses NUL, SQLite finds it everywhere; nobody's name holds either.
        query = "".join(c for c in self.request.GET.get("q", "") if c.isprintable()).strip()
        found = self._found(state, query)
        page = Paginator(found, PER_PAGE).get_page(self.request.GET.get("p"))
        people = [item.person_id for item in page if item.person_id is not None]
        looked_at(self.request, people, "events.registrants", subject=self.course)
        return self.show(
            status=status,
            adding=adding,
            why_nobody=why_nobody_moves_up(self.course, timezone.now()),
            can_give_seats=has_seats_to_give(self.course, timezone.now()),
            page_obj=page,
            elided_page_range=page.paginator.get_elided_page_range(page.number),
            states=[
                {"value": "", "label": _("All"), "current": state == ""},
                *(
                    {"value": value, "label": label, "current": state == value}
                    for value, label in Registration.State.choices
                ),
            ],
            chosen_state=state,
            search=query,
            can_manage=rules.can_manage_registrants(self.request.user),
        )

    def _found(self, state: str, query: str) -> QuerySet[Registration]:
        found = registrants(self.course)
        if state in Registration.State.values:
            found = found.filter(state=state)
        if query:
            found = found.filter(
                Q(person__name__icontains=query)
                | Q(person__email__icontains=query)
                | Q(reference__icontains=query)
                | Q(guest_name__icontains=query)
                | Q(guest_phone__icontains=query)
            )
        return found


class ExportScreen(CourseScreen):
    """The list as a spreadsheet; that it was taken out is recorded."""

    def allowed(self, user: Any) -> bool:
        return rules.can_see_registrants(user)

    def get(self, request: HttpRequest, pk: int, form: str) -> HttpResponseBase:
        answers = {"xlsx": xlsx_response, "csv": csv_response}
        if form not in answers:
            raise Http404
        reason = reason_for(request, title=_("List of registrations"), text=self.course)
        if isinstance(reason, HttpResponse):
            return reason
        found = registrants(self.course)
        if (state := request.GET.get("state", "")) in Registration.State.values:
            found = found.filter(state=state)
        people = {pk for pk in found.values_list("person_id", flat=True) if pk is not None}
        with transaction.atomic():
            looked_at(
                request,
                people,
                "events.registrants_exported",
                subject=self.course,
                reason=reason,
            )
            record(
                "events.registrants.exported",
                subject=self.course,
                by=request.user,
                after={"form": form},
            )
        asked = registrant_table.columns_of(found)
        return answers[form](
            f"{self.course.slug}-{_('registrations')}",
            registrant_table.headers(asked),
            registrant_table.rows(found, asked),
        )

    def post(self, request: HttpRequest, pk: int, form: str) -> HttpResponseBase:
        return self.get(request, pk, form)


class RegistrationScreen(CourseScreen):
    """A question about one registration, before something is done with it."""

    template_name = "events/admin/confirm.html"
    registration: Registration

    def allowed(self, user: Any) -> bool:
        return rules.can_manage_registrants(user)

    def get_course(self) -> Course:
        found = Registration.objects.select_related("course__category", "course__venue", "person")
        self.registration = get_object_or_404(found, pk=self.kwargs["pk"])
        return self.registration.course

    @property
    def whose(self) -> str:
        """The registration in words."""
        return f"{self.registration.name} · {self.registration.reference}"


class CancelRegistrationScreen(RegistrationScreen):
    """Cancel for somebody, with a reason that goes into the mail."""

    page_title = gettext_lazy("Cancel a registration")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._ask(ReasonForm())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = ReasonForm(request.POST)
        if not form.is_valid():
            return self._ask(form)
        try:
            moved = registrations.cancel(
                self.registration,
                by=request.user,
                now=timezone.now(),
                any_time=True,
                **form.cleaned_data,
            )
        except Refusal as refusal:
            self.refuse(refusal)
        else:
            messages.success(
                request,
                _("Cancelled. %(name)s has moved up from the waiting list.")
                % {"name": moved[0].name}
                if moved
                else _("Cancelled. The seat is free."),
            )
        return redirect(self.address("registrants"))

    def _ask(self, form: ReasonForm) -> HttpResponse:
        return self.show(
            form=form,
            what=self.whose,
            question=_("The person gets a mail. The first in the queue moves up at once."),
            submit=_("Cancel the registration"),
            back=self.address("registrants"),
        )


class GiveSeatScreen(RegistrationScreen):
    """Give a seat that nobody moves up to any more to one of those who wait."""

    page_title = gettext_lazy("Give a free seat")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._ask(GiveSeatForm())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = GiveSeatForm(request.POST)
        if not form.is_valid():
            return self._ask(form, status=422)
        try:
            waiting.give_seat(
                self.registration, by=request.user, now=timezone.now(), **form.cleaned_data
            )
        except Refusal as refusal:
            self.refuse(refusal)
        else:
            messages.success(
                request, _("%(name)s has the seat.") % {"name": self.registration.name}
            )
        return redirect(self.address("registrants"))

    def _ask(self, form: GiveSeatForm, status: int = 200) -> HttpResponse:
        return self.show(
            status,
            form=form,
            what=self.whose,
            question=_("The person gets a mail. Whoever waits longer goes on waiting.")
            if self.registration.person_id is not None
            else _("A guest gets no mail: please call. Whoever waits longer goes on waiting."),
            submit=_("Give the seat"),
            back=self.address("registrants"),
            is_good=True,
        )


def registrants(course: Course) -> QuerySet[Registration]:
    """Return a course's registrations: seats, applications, the queue in order, then the rest."""
    state = Registration.State
    order = Case(
        When(state__in=Registration.SEATED, then=Value(0)),
        When(state=state.APPLIED, then=Value(1)),
        When(state=state.WAITING, then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    return (
        course.registrations.select_related("person", "added_by")
        .prefetch_related("children")
        .annotate(group=order)
        .order_by("group", "waiting_number", "created_at", "pk")
    )


def said(added: Registration) -> str:
    """Return what staff read after adding somebody."""
    if added.is_waiting:
        return _("The course is full: put on the waiting list.")
    if added.state == Registration.State.APPLIED:
        return _("The application is entered.")
    if added.person is None:
        return _("Registered. A guest gets no mail: please tell them yourself.")
    return _("Registered. A confirmation is on its way.")
