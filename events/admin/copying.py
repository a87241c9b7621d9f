"""Copying to another term: one course, or the courses of a whole term, after a look at the days."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.admin.moments import DateInput
from events import rules
from events.admin.screens import CourseScreen
from events.domain import copying
from events.domain.refusals import Refusal
from events.models import ClosedDay, Course, Term


def closed_days() -> dict[date, str]:
    """Return the closed days with their names."""
    return dict(ClosedDay.objects.values_list("day", "name"))


def copyable_courses() -> QuerySet[Course]:
    """Return the courses that have sessions and take place."""
    return Course.objects.exclude(status=Course.Status.CANCELLED).exclude(starts_at=None)


class CopyForm(forms.Form):
    """To which term, and from which day on."""

    term = forms.ModelChoiceField(
        Term.objects.all(),
        label=gettext_lazy("Term"),
        required=False,
        empty_label=gettext_lazy("No term"),
    )
    first_day = forms.DateField(
        label=gettext_lazy("First day"),
        help_text=gettext_lazy(
            "The first session falls on the same day of the week, on this day or soon after."
        ),
        widget=DateInput,
    )


class CopyToTermScreen(CourseScreen):
    """Choose term and day, look at the days that result, then make the copy."""

    page_title = gettext_lazy("Copy to another term")
    template_name = "events/admin/next_term.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        coming = Term.objects.filter(starts_on__gt=timezone.localdate()).order_by("starts_on")
        term = coming.first()
        day = copying.start_in(self.course, old=self.course.term, new=term) if term else None
        return self.show(form=CopyForm(initial={"term": term, "first_day": day}))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = CopyForm(request.POST)
        if not form.is_valid():
            return self.show(form=form, status=422)
        try:
            plan = copying.plan_copy(
                self.course, first_day=form.cleaned_data["first_day"], closed=closed_days()
            )
            if "save" not in request.POST:
                return self.show(form=form, plan=plan, after_term=_after(plan, form))
            copied = copying.copy_to_term(
                plan, term=form.cleaned_data["term"], by=request.user, now=timezone.now()
            )
        except (Refusal, ValidationError) as refusal:
            self.refuse(refusal)
            return self.show(form=form, status=409)
        messages.success(request, _("A draft has been made. Check its dates, then publish it."))
        return redirect(self.address("overview", copied.pk))


def _after(plan: copying.CopyPlan, form: CopyForm) -> bool:
    """Whether the last session would be after the end of the chosen term."""
    term = form.cleaned_data["term"]
    return bool(term and timezone.localdate(plan.slots[-1].ends_at) > term.ends_on)


class TermCopyForm(forms.Form):
    """Which courses of one term are repeated in another."""

    source = forms.ModelChoiceField(Term.objects.all(), label=gettext_lazy("From the term"))
    target = forms.ModelChoiceField(Term.objects.all(), label=gettext_lazy("To the term"))
    chosen = forms.ModelMultipleChoiceField(
        Course.objects.none(),
        label=gettext_lazy("Courses"),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["chosen"]
        chosen.queryset = copyable_courses()

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        source, target = values.get("source"), values.get("target")
        if source and source == target:
            self.add_error("target", _("Choose another term to copy to."))
        return values


class CopyTermScreen(WagtailAdminTemplateMixin, View):
    """All courses of a term as a list to tick, each with the days it would have."""

    page_title = gettext_lazy("Copy a term")
    header_icon = "copy"
    template_name = "events/admin/copy_term.html"
    namespace = "courses"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not rules.can_manage_courses(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse(f"{self.namespace}:index"), "label": _("Courses")},
            {"url": "", "label": self.get_page_title()},
        ]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = TermCopyForm(request.GET if "source" in request.GET else None)
        lines = self._lines(form) if form.is_bound and form.is_valid() else None
        return self._show(form, lines)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = TermCopyForm(request.POST)
        if not form.is_valid():
            return self._show(form, None, status=422)
        ticked = set(form.cleaned_data["chosen"].values_list("pk", flat=True))
        lines = self._lines(form, ticked)
        plans = [line["plan"] for line in lines if line["plan"] and line["is_ticked"]]
        if not plans:
            messages.error(request, _("Choose at least one course."))
            return self._show(form, lines, status=422)
        try:
            copied = copying.copy_all_to_term(
                plans, term=form.cleaned_data["target"], by=request.user, now=timezone.now()
            )
        except (Refusal, ValidationError) as refusal:
            for word in getattr(refusal, "messages", [str(refusal)]):
                messages.error(request, word)
            return self._show(form, lines, status=409)
        messages.success(
            request,
            _("%(count)s drafts made. Look at each and publish it.") % {"count": len(copied)},
        )
        return redirect(f"{reverse(f'{self.namespace}:index')}?status=draft")

    def _lines(self, form: TermCopyForm, ticked: set[int] | None = None) -> list[dict[str, Any]]:
        source, target = form.cleaned_data["source"], form.cleaned_data["target"]
        closed = closed_days()
        courses = copyable_courses().filter(term=source).order_by("starts_at", "pk")
        lines: list[dict[str, Any]] = []
        for course in courses.prefetch_related("sessions__venue"):
            day = copying.start_in(course, old=source, new=target)
            try:
                plan = copying.plan_copy(course, first_day=day, closed=closed)
            except Refusal as refusal:
                lines.append({"course": course, "plan": None, "why": str(refusal)})
            else:
                is_ticked = ticked is None or course.pk in ticked
                lines.append({"course": course, "plan": plan, "is_ticked": is_ticked})
        return lines

    def _show(
        self, form: TermCopyForm, lines: list[dict[str, Any]] | None, status: int = 200
    ) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form, lines=lines), status=status)
