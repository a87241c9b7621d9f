"""Finding the application somebody asks for; another community's does not exist for them."""

from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.questions.answers import problems
from grants import rules
from grants.domain import eligibility
from grants.models import Application, ApplicationState


def own_application(request: HttpRequest, pk: int) -> Application:
    """Return the application, or raise Http404 for anybody but its community's members."""
    application = (
        Application.objects.select_related("call", "community", "submitted_by")
        .filter(pk=pk)
        .first()
    )
    if application is None or not rules.may_see(request.user, application):
        raise Http404
    return application


def is_writable(application: Application) -> bool:
    """Return whether one could still write in it: its state and the deadline allow."""
    return application.call.is_open and application.state in {
        ApplicationState.DRAFT,
        ApplicationState.SUBMITTED,
    }


def apply_context(application: Application, here: str = "") -> dict[str, Any]:
    """Return what stands around every page of an application: steps, aside, time left.

    ``here`` is the key of the section shown, or ``"check"``.
    """
    form = application.form
    found = problems(form, application.answers)
    keys = [section.key for section in form.sections]
    place = keys.index(here) if here in keys else len(keys)
    steps: list[dict[str, Any]] = [{"label": _("Eligibility"), "state": "done"}]
    for index, section in enumerate(form.sections):
        is_done = not any(question.key in found for question in section.questions)
        steps.append(
            {
                "label": section.text or _("Questions"),
                "url": section_url(application, section.key),
                "state": "current" if index == place else ("done" if is_done else "todo"),
            }
        )
    steps.append(
        {
            "label": _("Check and submit"),
            "url": application_url(application, "check"),
            "state": "current" if here == "check" else "todo",
        }
    )
    return {
        "application": application,
        "call": application.call,
        "community": application.community,
        "steps": steps,
        "criteria": list(application.call.criteria.all()),
        "checks": eligibility.check(application.call, application.community),
        "problems": found,
        "is_writable": is_writable(application),
        "now": timezone.now(),
    }


def application_url(application: Application, name: str) -> str:
    """Return the address of one of the application's pages."""
    return reverse(f"grants_my:{name}", args=[application.pk])


def section_url(application: Application, section: str) -> str:
    """Return the address of one section's page."""
    return reverse("grants_my:section", args=[application.pk, section])
