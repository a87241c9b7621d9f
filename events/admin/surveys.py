"""The survey of a course on staff screens: its questions, and what it found.

Every figure comes from ``events.survey_results``, which leaves small numbers out.
"""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBadRequest,
    HttpResponseBase,
)
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList

from cms.audit.log import record
from cms.exports import csv_response, xlsx_response
from cms.questions.fields import questionnaire
from events.admin.screens import CourseScreen
from events.charts import bars
from events.default_survey import default_survey
from events.domain.refusals import Refusal
from events.domain.surveys import close_survey, save_survey
from events.models import Survey
from events.survey_results import LEAST_RESPONSES, Finding, Results, results_of

NOT_ANONYMOUS = frozenset({"files", "budget"})


class SurveyForm(WagtailAdminModelForm):
    """The questions and how long they are asked."""

    def clean_questions(self) -> Any:
        stream = self.cleaned_data["questions"]
        asked = questionnaire(stream).questions
        if any(question.kind in NOT_ANONYMOUS for question in asked):
            raise ValidationError(_("A file or a budget would tell who answers. Take it out."))
        if not asked:
            raise ValidationError(_("Ask at least one question."))
        return stream


PANELS = ObjectList([FieldPanel("questions"), FieldPanel("days_open")], base_form_class=SurveyForm)


class SurveyScreen(CourseScreen):
    """Build the questions; a course without a survey is offered the usual one."""

    page_title = gettext_lazy("Survey")
    template_name = "events/admin/after/survey.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._show(self._form(None))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "questions-count" not in request.POST:
            # Wagtail's list of blocks cannot be read without what its script sends.
            return HttpResponseBadRequest()
        form = self._form(request.POST)
        if not form.is_valid():
            return self._show(form, status=422)
        try:
            save_survey(self.course, by=request.user, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error("questions", str(refusal))
            return self._show(form, status=409)
        messages.success(request, _("The survey is saved. It opens when the class is over."))
        return redirect(self.address("survey"))

    def _form(self, data: Any) -> Any:
        self.survey = Survey.objects.filter(course=self.course).first()
        instance = self.survey or Survey(course=self.course)
        if self.survey is None and data is None:
            field: Any = Survey._meta.get_field("questions")
            instance.questions = field.to_python(default_survey())
        self.panels = PANELS.bind_to_model(Survey)
        return self.panels.get_form_class()(data, instance=instance, for_user=self.request.user)

    def _show(self, form: Any, status: int = 200) -> HttpResponse:
        panel = self.panels.get_bound_panel(instance=form.instance, request=self.request, form=form)
        responses = self.survey.responses.count() if self.survey else 0
        context = self.get_context_data(
            form=form, panel=panel, survey=self.survey, responses=responses
        )
        context["media"] = form.media + panel.media
        return self.render_to_response(context, status=status)


class _OfOneSurvey(CourseScreen):
    """A screen about a survey that is there."""

    survey: Survey

    def get_course(self) -> Any:
        course = super().get_course()
        found = Survey.objects.filter(course=course).first()
        if found is None:
            raise Http404
        self.survey = found
        self.survey.course = course
        return course


class ResultsScreen(_OfOneSurvey):
    """What those who came thought."""

    page_title = gettext_lazy("Results of the survey")
    template_name = "events/admin/after/results.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        now = timezone.now()
        results = results_of(self.survey)
        return self.show(
            survey=self.survey,
            results=results,
            least=LEAST_RESPONSES,
            asked=self.survey.tickets.count() if self.survey.closed_at is None else None,
            is_open=self.survey.is_open(now),
            can_close=self.survey.closed_at is None
            and self.survey.opens_at is not None
            and self.survey.opens_at <= now,
        )


class CloseSurveyScreen(_OfOneSurvey):
    """Ask, then close for ever."""

    page_title = gettext_lazy("Close the survey")
    template_name = "events/admin/confirm.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.show(
            form=forms.Form(),
            what=self.course,
            question=_("Nobody can answer any more, and it cannot be opened again."),
            submit=_("Close the survey"),
            back=self.address("survey_results"),
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        now = timezone.now()
        if self.survey.opens_at is None or self.survey.opens_at > now:
            messages.error(request, _("The survey has not opened yet."))
        elif close_survey(self.survey, by=request.user, now=now):
            messages.success(request, _("The survey is closed."))
        return redirect(self.address("survey_results"))


class ChartScreen(_OfOneSurvey):
    """The bars of one question, as a picture."""

    def get(self, request: HttpRequest, pk: int, key: str) -> HttpResponse:
        try:
            finding = results_of(self.survey).finding(key)
        except LookupError as error:
            raise Http404 from error
        if not finding.cells:
            raise Http404
        return HttpResponse(
            bars([(cell.label, cell.count) for cell in finding.cells], title=finding.question.text),
            content_type="image/svg+xml",
            headers={
                "Cache-Control": "private, no-store",
                # Should a browser open it on its own: it draws, and nothing else.
                "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
            },
        )


class ExportResultsScreen(_OfOneSurvey):
    """The results as a spreadsheet: what the screen shows, no row of anybody."""

    def get(self, request: HttpRequest, pk: int, form: str) -> HttpResponseBase:
        answers = {"xlsx": xlsx_response, "csv": csv_response}
        if form not in answers:
            raise Http404
        with transaction.atomic():
            record(
                "events.survey.exported",
                subject=self.survey,
                by=request.user,
                after={"form": form},
            )
        headers = [_("Question"), _("Answered"), _("Average"), _("Answer"), _("Count"), "%"]
        rows = export_rows(results_of(self.survey))
        return answers[form](f"{self.course.slug}-{_('survey')}", headers, rows)


def export_rows(results: Results) -> Iterator[list[Any]]:
    """Yield the rows of the export: one for each group of answers or free text."""
    if results.is_suppressed or not results.findings:
        yield [_("All"), results.responses, None, _too_few(), None, None]
        return
    for finding in results.findings:
        yield from _rows_of(finding)


def _rows_of(finding: Finding) -> Iterator[list[Any]]:
    head = [finding.question.text, finding.answered, finding.mean]
    parts: list[list[Any]] = [[cell.label, cell.count, cell.percent] for cell in finding.cells]
    parts += [[text, None, None] for text in finding.texts]
    if not parts:
        parts = [[_too_few() if finding.is_suppressed else None, None, None]]
    for part in parts:
        yield [*head, *part]


def _too_few() -> str:
    return _("Not told: fewer than %(least)s answers, or still open.") % {"least": LEAST_RESPONSES}
