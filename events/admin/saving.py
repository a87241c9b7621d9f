"""Saving and deleting through the domain, on Wagtail's own screens."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from wagtail.admin import messages
from wagtail.admin.views import generic

from events.domain import places
from events.domain.refusals import Refusal
from events.models import Category, Series, Term, Venue


class DomainSaving:
    """Turns a refusal of the domain into an error of the form."""

    form: Any

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            return super().form_valid(form)  # type: ignore[misc]  # a mixin of Wagtail's views
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        except ValidationError as error:
            form.add_error(None, error)
        self.produced_error_code = "validation_error"
        self.produced_error_message = self.get_error_message()  # type: ignore[attr-defined]  # a mixin of Wagtail's views
        return self.form_invalid(form)  # type: ignore[attr-defined]  # a mixin of Wagtail's views


class PlaceEditView(DomainSaving, generic.EditView):
    """Change a venue, category, series or term, and what carries its name."""

    @cached_property
    def verb(self) -> Any:
        return {
            Venue: places.revise_venue,
            Category: places.revise_category,
            Series: places.revise_series,
            Term: places.revise_term,
        }[self.model]

    def save_instance(self) -> Any:
        return self.verb(
            self.object, self.form.cleaned_data, by=self.request.user, now=timezone.now()
        )


class PlaceDeleteView(generic.DeleteView):
    """Delete a venue, category, series or term no course has ever used."""

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            with transaction.atomic():
                return super().form_valid(form)
        except ProtectedError:
            messages.error(
                self.request,
                gettext("“%(name)s” is used by courses and stays.") % {"name": self.object},
            )
            return redirect(self.get_success_url())
