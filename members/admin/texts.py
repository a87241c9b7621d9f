"""Consent texts, for administrators: versions, who agreed to how many, the next one."""

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from members import rules
from members.domain import texts
from members.models import ConsentText


class TextIndexView(generic.IndexView):
    """Every version with the number of people who agree to it."""

    def get_base_queryset(self) -> QuerySet[ConsentText]:
        in_force = Count("consents", filter=Q(consents__withdrawn_at__isnull=True))
        return ConsentText.objects.annotate(in_force=in_force)


class TextCreateView(generic.CreateView):
    """The next version; starts from the wording in effect when a purpose is named."""

    def get_initial(self) -> dict[str, Any]:
        initial = super().get_initial()
        purpose = self.request.GET.get("purpose", "")
        latest = ConsentText.objects.filter(purpose=purpose).order_by("-version").first()
        if latest is None:
            return initial
        names = ("purpose", "is_required", "title", "title_en", "text", "text_en")
        return (
            initial
            | {name: getattr(latest, name) for name in names}
            | {"effective_from": timezone.now()}
        )

    def save_instance(self) -> ConsentText:
        return texts.write(self.form.cleaned_data, by=self.request.user)


class TextEditView(generic.EditView):
    """A version nobody agreed to yet; any other leads to writing the next."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        if self.user_has_permission("change") and not rules.may_edit_text(self.object):
            messages.warning(
                request, _now("People have agreed to this version. Please write a new one.")
            )
            return redirect(f"{reverse('consent_texts:add')}?purpose={self.object.purpose}")
        return super().dispatch(request, *args, **kwargs)

    def save_instance(self) -> ConsentText:
        stored = ConsentText.objects.get(pk=self.object.pk)
        texts.change(stored, self.form.cleaned_data, by=self.request.user)
        return stored


class ConsentTextViewSet(ModelViewSet):
    """Wording of consents, by purpose and version."""

    model = ConsentText
    name = "consent_texts"
    menu_label = _("Consent texts")
    menu_name = "consent-texts"
    icon = "doc-full"
    add_to_reference_index = False
    copy_view_enabled = False
    index_view_class = TextIndexView
    add_view_class = TextCreateView
    edit_view_class = TextEditView
    list_display = [
        TitleColumn("title", label=_("Title"), url_name="consent_texts:edit"),
        Column("get_purpose_display", label=_("Purpose")),
        Column("version", label=_("Version")),
        BooleanColumn("is_required", label=_("Required")),
        Column("in_force", label=_("People who agree")),
        DateColumn("effective_from", label=_("In effect from")),
    ]
    list_filter = ["purpose", "is_required"]
    ordering = ["purpose", "-version"]
    panels = [
        FieldPanel("purpose"),
        FieldPanel("is_required"),
        FieldPanel("title"),
        FieldPanel("title_en"),
        FieldPanel("text"),
        FieldPanel("text_en"),
        FieldPanel("effective_from"),
    ]

    def get_urlpatterns(self) -> list[Any]:
        conv = self.pk_path_converter
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("new/", self.add_view, name="add"),
            path(f"edit/<{conv}:pk>/", self.edit_view, name="edit"),
            path(f"history/<{conv}:pk>/", self.history_view, name="history"),
            path(
                f"history-results/<{conv}:pk>/", self.history_results_view, name="history_results"
            ),
            path(f"usage/<{conv}:pk>/", self.usage_view, name="usage"),
        ]
