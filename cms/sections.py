"""Questions of plug-ins on a form of the host: ``FormPlace`` and ``FormSection``.

A view makes ``Sections`` beside its own form, shows both with ``design/form.html``, and
saves both or nothing. A section that was not on the page the person sent (its plug-in was
switched on since) is neither asked for nor stored; one whose plug-in is off is gone, its
rows stay.
"""

from collections.abc import Callable
from functools import cached_property
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms import BaseForm
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.module_loading import import_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from plugins.api import FormPlace, FormSection
from plugins.registry import contribution, contributions, guarded, log_failure


class _NotSaved(Exception):
    """A section was refused or failed; nothing is saved."""


class Section:
    """One plug-in's part of the form."""

    def __init__(self, section: FormSection, request: HttpRequest, subject: Any) -> None:
        self.section = section
        self.prefix = section.key.replace(".", "-")
        self.marker = f"{self.prefix}-shown"
        self.is_answered = request.method == "POST" and self.marker in request.POST
        answers = (request.POST, request.FILES) if self.is_answered else (None, None)
        self.form: BaseForm = import_string(section.fields)(
            *answers, prefix=self.prefix, initial=dict(section.initial(subject))
        )

    @cached_property
    def html(self) -> SafeString | None:
        """The rendered questions, with the mark that they were shown."""
        context = {"section": self.section, "form": self.form, "marker": self.marker}
        return guarded(self.section, lambda: render_to_string("design/form_section.html", context))

    def is_valid(self) -> bool:
        """Return whether the answers will do; a check of the plug-in that raises says no."""
        try:
            return not self.is_answered or self.form.is_valid()
        except Exception as error:  # noqa: BLE001 - code of others; named and told by _fail
            self._fail(error)
            return False

    def save(self, subject: Any, by: Any) -> None:
        """Store the answers; raises _NotSaved with the reason among the form's errors."""
        if not self.is_answered:
            return
        try:
            with transaction.atomic():
                self.section.save(subject, self.form.cleaned_data, by)
        except ValidationError as refused:
            self.form.add_error(None, refused)
            raise _NotSaved from refused
        except Exception as error:
            self._fail(error)
            raise _NotSaved from error

    def _fail(self, error: Exception) -> None:
        if getattr(settings, "PLUGINS_RAISE", False):
            raise error
        log_failure(self.section.key, error)
        said = _("“%(title)s” could not be saved, so nothing was. Please try again later.")
        self.form.add_error(None, said % {"title": self.section.title})


class Sections:
    """The sections of every plug-in that is on, for one form and one request."""

    def __init__(self, name: str, request: HttpRequest, subject: Any) -> None:
        """Take the answers of the request; ``name`` is the key of a FormPlace."""
        contribution(FormPlace, name)
        self.subject = subject
        made = [
            guarded(section, Section, section, request, subject)
            for section in contributions(FormSection, request.user)
            if section.form == name
        ]
        self.parts: list[Section] = [part for part in made if part is not None]

    @property
    def forms(self) -> list[BaseForm]:
        """Their forms, for the summary of what is wrong."""
        return [part.form for part in self.parts]

    @property
    def is_multipart(self) -> bool:
        """Whether any of them takes a file."""
        return any(form.is_multipart() for form in self.forms)

    def are_valid(self) -> bool:
        """Return whether all answers will do; every section is looked at."""
        return not [part for part in self.parts if not part.is_valid()]

    def save_with(self, own: Callable[[], Any], *, by: Any) -> bool:
        """Call ``own`` and store every section in one transaction; return whether it is done.

        If not, nothing is stored, and what stands against it is among the errors of the forms.
        What ``own`` raises goes to the caller, with nothing stored either.
        """
        try:
            with transaction.atomic():
                own()
                for part in self.parts:
                    part.save(self.subject, by)
        except _NotSaved:
            return False
        return True
