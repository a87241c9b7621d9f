"""An organisation asks for a class at its own place: the form, the check, the sending.

Nothing is kept before it is sent: between the form and the check the answers travel in the
page itself, so that no half-filled request of anybody lies on the site.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cms.ratelimits import allowed, limited
from cms.views.errors import too_many_requests
from events.consents import outreach_consent
from events.domain import outreach
from events.forms.outreach import OutreachForm

# Enough for an office that corrects its answers, too little for a program.
PAGES, SENT, WINDOW = 40, 6, 60 * 60
WRONG = 422


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@limited("events.outreach", limit=PAGES, seconds=WINDOW)
def ask(request: HttpRequest) -> HttpResponse:
    """Show the form (GET), check it, and send it (POST with ``action=send``)."""
    if request.method != "POST":
        return _form(request, OutreachForm())
    form = OutreachForm(request.POST)
    if not form.is_valid():
        return _form(request, form, status=WRONG)
    match request.POST.get("action"):
        case "send":
            return _send(request, form)
        case "change":
            return _form(request, form)
    return render(
        request,
        "events/outreach_check.html",
        {"form": form, "answers": form.summary(), "typed": _typed(form)},
    )


def _form(request: HttpRequest, form: OutreachForm, status: int = 200) -> HttpResponse:
    context = {"form": form, "consent_text": outreach_consent()}
    return render(request, "events/outreach_form.html", context, status=status)


def _send(request: HttpRequest, form: OutreachForm) -> HttpResponse:
    if not allowed(request, "events.outreach_sent", limit=SENT, seconds=WINDOW):
        return too_many_requests(request)
    kept = outreach.receive(
        submission=form.cleaned_data["submission"],
        dates=form.spans(),
        now=timezone.now(),
        language=(get_language() or "ko")[:2],
        **form.values(),
    )
    return redirect("events_outreach:request", kept.token)


def _typed(form: OutreachForm) -> list[tuple[str, str]]:
    """Return every answer as it was typed, to be sent again with the next page."""
    return [(name, form.data[name]) for name in form.fields if form.data.get(name)]
