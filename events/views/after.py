"""What a member does after a class: fetching the certificate, answering the survey."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cms.papers import NoKoreanFontError
from cms.questions.forms import answer_form
from cms.ratelimits import limited
from events.certificate_paper import certificate_pdf, paper_of
from events.domain import surveys
from events.domain.certificates import issue_certificate
from events.domain.refusals import Refusal
from events.entitlements import came
from events.models import Certificate, Survey, SurveyTicket
from events.views.mine import own_registration

PDF = "application/pdf"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@limited("events.certificate", limit=20)
def certificate(request: HttpRequest, reference: str) -> HttpResponse:
    """Show one's certificate to print (GET); issue it the first time (POST)."""
    registration = own_registration(request, reference)
    if request.method == "POST":
        try:
            issue_certificate(registration, by=request.user, now=timezone.now())
        except Refusal as refusal:
            messages.warning(request, str(refusal))
            return redirect("events_my:registration", registration.reference)
        return redirect("events_my:certificate", registration.reference)
    found = Certificate.objects.filter(registration=registration, revoked_at__isnull=True).first()
    if found is None:
        return redirect("events_my:registration", registration.reference)
    return render(
        request,
        "events/after/certificate.html",
        {"registration": registration, "certificate": found, "paper": paper_of(found)},
    )


@login_required
@require_safe
def pdf(request: HttpRequest, reference: str) -> HttpResponse:
    """Send one's certificate as PDF; where none can be made, say so beside the page to print."""
    registration = own_registration(request, reference)
    found = Certificate.objects.filter(registration=registration, revoked_at__isnull=True).first()
    if found is None:
        raise Http404
    try:
        return pdf_response(found)
    except NoKoreanFontError as error:
        messages.error(request, str(error))
        return redirect("events_my:certificate", registration.reference)


def pdf_response(found: Certificate) -> HttpResponse:
    """Return the certificate as a download; raises NoKoreanFontError."""
    return HttpResponse(
        certificate_pdf(found),
        content_type=PDF,
        headers={
            "Content-Disposition": f'attachment; filename="certificate-{found.number}.pdf"',
            "Cache-Control": "private, no-store",
        },
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@limited("events.survey", limit=20)
def survey(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask those who came (GET), and keep their answers apart from who they are (POST)."""
    registration = own_registration(request, reference)
    now = timezone.now()
    found = Survey.objects.select_related("course").filter(course=registration.course).first()
    if found is None or not came(registration, now):
        raise Http404
    if SurveyTicket.objects.filter(registration=registration).exists() or not found.is_open(now):
        return _back(request, reference, _thanks_or_closed(registration.pk))
    form = answer_form(found.form, data=request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            surveys.answer(registration, form.answers(), now=now)
        except Refusal as refusal:
            return _back(request, reference, str(refusal))
        messages.success(request, _("Thank you. Your answers are kept without your name."))
        return redirect("events_my:registration", reference)
    return render(
        request,
        "events/after/survey.html",
        {"registration": registration, "survey": found, "course": found.course, "form": form},
        status=422 if form.is_bound else 200,
    )


def _back(request: HttpRequest, reference: str, words: str) -> HttpResponse:
    messages.info(request, words)
    return redirect("events_my:registration", reference)


def _thanks_or_closed(registration_pk: int) -> str:
    is_done = SurveyTicket.objects.filter(pk=registration_pk).exists()
    return str(surveys.AlreadyAnswered() if is_done else surveys.SurveyClosed())
