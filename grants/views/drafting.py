"""Writing an application, one section a page, saved in the background or by the button."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from cms.questions.definitions import Section
from cms.questions.forms import AnswerForm, answer_form, posted
from cms.questions.rendering import Answered
from cms.ratelimits import limited
from grants.domain.drafting import FILE_KIND, marks, save_section, writing_now
from grants.domain.drafting import settle as settle_answer
from grants.domain.refusals import Refusal
from grants.models import Application, SectionSave, SetAside
from grants.views.access import (
    application_url,
    apply_context,
    is_writable,
    own_application,
    section_url,
)

SEEN = "seen-"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@limited("grants.section", limit=120)
def section(request: HttpRequest, pk: int, section: str) -> HttpResponse:
    """Show and save one section."""
    application = own_application(request, pk)
    try:
        shown = application.form.section(section)
    except LookupError as error:
        raise Http404 from error
    if request.method == "POST":
        if request.htmx and "autosave" in request.POST:
            return _autosave(request, application, shown)
        return _save(request, application, shown)
    if request.htmx and "others" in request.GET:
        return _others(request, application)
    if not is_writable(application):
        return redirect(application)
    return _page(request, application, shown, _unsent_form(request, application, shown))


def _unsent_form(request: HttpRequest, application: Application, shown: Section) -> AnswerForm:
    """Return the form to fill in; with ``?check``, saying at each question what is missing."""
    if "check" not in request.GET:
        return answer_form(shown, initial=application.answers, draft=True, file_kind=FILE_KIND)
    return answer_form(
        shown,
        data=posted(shown.items, application.answers),
        files={},
        initial=application.answers,
        file_kind=FILE_KIND,
    )


def _seen(request: HttpRequest) -> dict[str, str]:
    return {
        name.removeprefix(SEEN): mark
        for name, mark in request.POST.items()
        if name.startswith(SEEN)
    }


def _save(request: HttpRequest, application: Application, shown: Section) -> HttpResponse:
    form = answer_form(
        shown,
        data=request.POST,
        files=request.FILES,
        initial=application.answers,
        draft=True,
        file_kind=FILE_KIND,
    )
    refused = not form.is_valid()
    try:
        saved = save_section(
            application,
            shown,
            form.answers(),
            by=request.user,
            seen=_seen(request),
            files=form.file_changes(),
        )
    except Refusal as refusal:
        # What was typed stays on the screen: it can still be copied.
        return _page(request, application, shown, form, refusal=refusal, status=409)
    for key, errors in (saved.refused or {}).items():
        form.add_error(key, errors)
        refused = True
    if saved.conflicts and not refused:
        messages.warning(
            request,
            _("Somebody changed the same answer meanwhile. Choose one of the two."),
        )
        return redirect(section_url(application, shown.key))
    anyway = request.POST.get("go") == "later" or "anyway" in request.POST
    has_doubts = form.show_doubts() if not anyway else False
    if refused or has_doubts:
        form.show_present(saved.answers)
        return _page(request, application, shown, form, is_doubtful=not refused, status=422)
    return redirect(_next_url(request, application, shown))


def _next_url(request: HttpRequest, application: Application, shown: Section) -> str:
    go = request.POST.get("go", "next")
    keys = [one.key for one in application.form.sections]
    place = keys.index(shown.key)
    if go == "later":
        return application.get_absolute_url()
    if go == "back":
        return (
            section_url(application, keys[place - 1]) if place else application.get_absolute_url()
        )
    if go == "check" or place + 1 == len(keys):
        return application_url(application, "check")
    return section_url(application, keys[place + 1])


def _autosave(request: HttpRequest, application: Application, shown: Section) -> HttpResponse:
    """Save quietly and answer with the state line and fresh marks; files wait for the button."""
    form = answer_form(shown, data=request.POST, files={}, initial=application.answers, draft=True)
    seen = _seen(request)
    try:
        saved = save_section(application, shown, form.answers(), by=request.user, seen=seen)
    except Refusal as refusal:
        return render(request, "grants/parts/save_refused.html", {"refusal": refusal})
    # An answer in conflict keeps its old mark: what is on the screen is not what is stored.
    fresh = {**marks(application, shown), **{key: seen[key] for key in saved.conflicts}}
    response = render(
        request,
        "grants/parts/autosaved.html",
        {
            "saved_at": saved.at,
            "marks": fresh,
            "conflicts": saved.conflicts,
            "too_large": bool(form.errors),
            "url": section_url(application, shown.key),
            **_writing(request, application),
        },
    )
    if not form.errors:
        response["HX-Trigger"] = "saved"
    return response


def _others(request: HttpRequest, application: Application) -> HttpResponse:
    return render(request, "grants/parts/others.html", _writing(request, application))


def _writing(request: HttpRequest, application: Application) -> dict[str, Any]:
    titles = _titles(application)
    others = writing_now(application, but=request.user, now=timezone.now())
    return {"others": [(one.name, titles.get(one.section, "")) for one in others]}


def _titles(application: Application) -> dict[str, str]:
    return {one.key: one.text for one in application.form.sections}


def _page(
    request: HttpRequest,
    application: Application,
    shown: Section,
    form: AnswerForm,
    *,
    refusal: Refusal | None = None,
    is_doubtful: bool = False,
    status: int = 200,
) -> HttpResponse:
    aside = SetAside.objects.filter(
        application=application, question__in=[one.key for one in shown.questions]
    ).select_related("by")
    questions = {one.key: one for one in shown.questions}
    save = (
        SectionSave.objects.filter(application=application, section=shown.key)
        .select_related("saved_by")
        .last()
    )
    return render(
        request,
        "grants/section.html",
        {
            **apply_context(application, shown.key),
            **_writing(request, application),
            "section": shown,
            "form": form,
            "marks": marks(application, shown),
            "save": save,
            "refusal": refusal,
            "is_doubtful": is_doubtful,
            "is_first": application.form.sections[0].key == shown.key,
            "is_last": application.form.sections[-1].key == shown.key,
            "versions": [
                {
                    "row": row,
                    "theirs": Answered(questions[row.question], row.answer),
                    "current": Answered(
                        questions[row.question], application.answers.get(row.question)
                    ),
                }
                for row in aside
            ],
        },
        status=status,
    )


@never_cache
@require_POST
def settle(request: HttpRequest, pk: int, version: int) -> HttpResponse:
    """Choose between two versions of one answer."""
    application = own_application(request, pk)
    row = get_object_or_404(SetAside, pk=version, application=application)
    where = next(
        (
            one.key
            for one in application.form.sections
            if row.question in {question.key for question in one.questions}
        ),
        None,
    )
    try:
        settle_answer(row, use=request.POST.get("use") == "this", by=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Done: one version is kept."))
    return redirect(section_url(application, where) if where else application)
