"""Choosing among those who applied: answers beside each name, one by one or several at once.

A decision is told at once, by mail, and so cannot be taken back here.
"""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from wagtail.admin import messages

from cms.privacy.access import looked_at
from cms.questions.definitions import Questionnaire
from cms.questions.rendering import answered
from events import rules
from events.admin.screens import CourseScreen
from events.domain import applicants
from events.domain.refusals import NotRegistered, Refusal
from events.models import Course, Registration

PER_PAGE = 50


class DecisionForm(forms.Form):
    """What becomes of the chosen applications."""

    decision = forms.ChoiceField(
        choices=[
            ("seat", gettext_lazy("Give a seat")),
            ("queue", gettext_lazy("Put on the waiting list")),
            ("decline", pgettext_lazy("an application", "Decline")),
        ],
        error_messages={"required": gettext_lazy("Choose what becomes of the applications.")},
    )
    chosen = forms.ModelMultipleChoiceField(
        Registration.objects.none(),
        error_messages={"required": gettext_lazy("Choose at least one application.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason, if you decline"),
        help_text=gettext_lazy("Goes into the mail to each of those declined."),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, course: Course, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["chosen"]
        chosen.queryset = course.registrations.order_by("created_at", "pk")

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if values.get("decision") == "decline" and not values.get("reason"):
            self.add_error("reason", _("Say why, so that nobody is left wondering."))
        return values


def _asked(request: HttpRequest) -> QueryDict:
    """Return what was sent; a button beside a name, ``only=<key>:<decision>``, means it alone."""
    key, colon, decision = request.POST.get("only", "").partition(":")
    if not colon:
        return request.POST
    asked = request.POST.copy()
    asked.setlist("chosen", [key])
    asked["decision"] = decision
    return asked


class ApplicantsScreen(CourseScreen):
    """The applications not decided yet, in the order they came."""

    page_title = gettext_lazy("Applications")
    template_name = "events/admin/applicants.html"

    def allowed(self, user: Any) -> bool:
        return rules.can_see_registrants(user)

    def get_course(self) -> Course:
        course = super().get_course()
        if course.admission != Course.Admission.APPROVAL:
            raise Http404
        return course

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._list(DecisionForm(course=self.course))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not rules.can_manage_registrants(request.user):
            raise Http404
        form = DecisionForm(_asked(request), course=self.course)
        if not form.is_valid():
            return self._list(form, status=422)
        done = self._decide(form)
        if done:
            messages.success(
                request,
                ngettext(
                    "%(count)s application decided. The person has been told.",
                    "%(count)s applications decided. Everyone has been told.",
                    done,
                )
                % {"count": done},
            )
        return redirect(self.address("applicants"))

    def _decide(self, form: DecisionForm) -> int:
        """Decide one after another, earliest first; say who could not be, and why."""
        now, by = timezone.now(), self.request.user
        verbs: dict[str, Callable[[Registration], Any]] = {
            "seat": lambda one: applicants.seat_applicant(one, by=by, now=now),
            "queue": lambda one: applicants.queue_applicant(one, by=by, now=now),
            "decline": lambda one: applicants.decline_applicant(
                one, by=by, now=now, reason=form.cleaned_data["reason"]
            ),
        }
        verb, done = verbs[form.cleaned_data["decision"]], 0
        for registration in form.cleaned_data["chosen"].select_related("person", "course"):
            try:
                with transaction.atomic():
                    verb(registration)
            except NotRegistered:
                self._say(registration, _("decided or withdrawn in the meantime."))
            except Refusal as refusal:
                self._say(registration, str(refusal))
            else:
                done += 1
        return done

    def _say(self, registration: Registration, why: str) -> None:
        messages.error(self.request, f"{registration.name}: {why}")

    def _list(self, form: DecisionForm, status: int = 200) -> HttpResponse:
        applied = (
            self.course.registrations.filter(state=Registration.State.APPLIED)
            .select_related("person")
            .prefetch_related("children")
            .order_by("created_at", "pk")
        )
        page = Paginator(applied, PER_PAGE).get_page(self.request.GET.get("p"))
        people = [one.person_id for one in page if one.person_id]
        looked_at(self.request, people, "events.applicants", subject=self.course)
        sent: Any = form.data
        chosen = set(sent.getlist("chosen")) if form.is_bound else set()
        return self.show(
            status=status,
            form=form,
            page_obj=page,
            applications=[
                {
                    "registration": one,
                    "sections": answered(Questionnaire.from_json(one.form), one.answers),
                    "is_chosen": str(one.pk) in chosen,
                }
                for one in page
            ],
            can_manage=rules.can_manage_registrants(self.request.user),
        )
