"""Check your answers, hand them in, see that it worked; or take them back."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from cms.questions.answers import problems
from cms.questions.rendering import answered
from cms.ratelimits import limited
from grants import rules
from grants.domain import applications, eligibility
from grants.domain.refusals import Refusal
from grants.models import Application, ApplicationState
from grants.views.access import (
    application_url,
    apply_context,
    is_writable,
    own_application,
    section_url,
)


class DeclarationForm(forms.Form):
    """The tick without which nothing is handed in."""

    declared = forms.BooleanField(
        label=gettext_lazy(
            "What we wrote is true, our members agree to this application, and we will spend the "
            "grant only as planned."
        ),
        error_messages={"required": gettext_lazy("Tick this before you submit.")},
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@limited("grants.submit", limit=20)
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Show everything once more and hand it in."""
    application = own_application(request, pk)
    if not is_writable(application) and request.method != "POST":
        return redirect(application)
    data = request.POST if request.method == "POST" else None
    form = DeclarationForm(data, use_required_attribute=False)
    refusal: Refusal | None = None
    if request.method == "POST" and form.is_valid():
        try:
            applications.submit(
                application, by=request.user, declared=str(form.fields["declared"].label)
            )
        except Refusal as error:
            refusal = error
            application = own_application(request, pk)
        else:
            return redirect(application_url(application, "done"))
    bad = form.errors or refusal
    return render(
        request,
        "grants/check.html",
        {**_check_context(request, application), "form": form, "refusal": refusal},
        status=422 if request.method == "POST" and bad else 200,
    )


def _check_context(request: HttpRequest, application: Application) -> dict[str, Any]:
    questionnaire = application.form
    found = problems(questionnaire, application.answers)
    links = {
        section.key: section_url(application, section.key) + ("?check" if found else "")
        for section in questionnaire.sections
    }
    checks = eligibility.check(application.call, application.community)
    aside = list(application.set_aside.values_list("question", flat=True))
    wrong = [
        {
            "label": question.text,
            "url": f"{links[section.key]}#id_q-{question.key}",
            "problem": messages_[0],
        }
        for section in questionnaire.sections
        for question in section.questions
        if (messages_ := found.get(question.key))
    ]
    return {
        **apply_context(application, "check"),
        "answered": answered(questionnaire, application.answers, problems=found, change_urls=links),
        "wrong": wrong,
        "missed": [item for item in checks if item.is_missed],
        "aside": [
            {"label": question.text, "url": section_url(application, section.key)}
            for section in questionnaire.sections
            for question in section.questions
            if question.key in aside
        ],
        "may_submit": rules.may_submit(request.user, application),
        "is_unchanged": application.state == ApplicationState.SUBMITTED
        and not application.has_unsent_changes,
    }


@never_cache
@require_safe
def done(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that it has been handed in, under which number, and what happens next."""
    application = own_application(request, pk)
    if not application.is_handed_in:
        return redirect(application)
    return render(
        request,
        "grants/done.html",
        {
            "application": application,
            "call": application.call,
            "community": application.community,
            "submission": application.submission,
        },
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask whether to take the application back, and do it."""
    application = own_application(request, pk)
    if not is_writable(application) and request.method != "POST":
        return redirect(application)
    if request.method == "POST":
        try:
            applications.withdraw(application, by=request.user)
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The application has been withdrawn."))
        return redirect(application)
    return render(
        request,
        "grants/withdraw.html",
        {
            "application": application,
            "call": application.call,
            "community": application.community,
            "may_submit": rules.may_submit(request.user, application),
        },
    )
