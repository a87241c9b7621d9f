"""Staff forms whose every save and delete stands in the audit log."""

from typing import Any

from django.db import models, transaction
from django.forms import Form
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from cms.audit.changes import record_change, values_of


class AuditedCreateView(generic.CreateView):
    """Adds a record, and an entry beside it in one transaction."""

    def save_instance(self) -> models.Model:
        record: models.Model = super().save_instance()
        record_change(record, by=self.request.user, before=None)
        return record


class AuditedEditView(generic.EditView):
    """Changes a record; the entry holds the fields that differ."""

    def save_instance(self) -> models.Model:
        before = values_of(self.model._default_manager.get(pk=self.object.pk))
        record: models.Model = super().save_instance()
        record_change(record, by=self.request.user, before=before)
        return record


class AuditedDeleteView(generic.DeleteView):
    """Deletes a record; the entry holds all it was."""

    def form_valid(self, form: Form) -> HttpResponseBase:
        try:
            response: HttpResponseBase = super().form_valid(form)
        except models.ProtectedError:
            # The list of usages is kept by the worker and may not know yet.
            messages.error(self.request, _("Other records still refer to it; it was not deleted."))
            return redirect(self.index_url_name)
        return response

    def delete_action(self) -> None:
        with transaction.atomic():
            record_change(
                self.object, by=self.request.user, before=values_of(self.object), gone=True
            )
            super().delete_action()


class RelatedIndexView(generic.IndexView):
    """A list that fetches what its columns show of related records."""

    list_select_related: tuple[str, ...] = ()

    def get_base_queryset(self) -> models.QuerySet[Any]:
        queryset: models.QuerySet[Any] = super().get_base_queryset()
        related = self.list_select_related
        return queryset.select_related(*related) if related else queryset


class AuditedModelViewSet(ModelViewSet):
    """A ModelViewSet with the views above."""

    index_view_class: Any = RelatedIndexView
    add_view_class: Any = AuditedCreateView
    edit_view_class: Any = AuditedEditView
    delete_view_class: Any = AuditedDeleteView
    copy_view_enabled = False
    list_select_related: tuple[str, ...] = ()
    """Relations the list shows, fetched in the same query."""

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(
            **{"list_select_related": self.list_select_related, **kwargs}
        )
