"""Staff pages about personal data, for administrators: the access log, destructions, requests."""

from typing import Any

import django_filters
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.reports import ReportView

from cms.admin.words import audit_words
from cms.audit import log
from cms.files.views import HEADERS
from cms.privacy import erasing, exporting
from cms.privacy.access import looked_at
from cms.privacy.models import DataExport, Destruction, Look
from cms.privacy.reasons import ReasonForm, reason_for
from cms.privacy.refusals import Hindered

READ = "privacy.view_look"
HANDLE = "privacy.handle_requests"


class LookFilterSet(WagtailFilterSet):
    """By whose data, who looked, and when."""

    person = django_filters.CharFilter(
        label=gettext_lazy("Whose data (name or e-mail)"), method="filter_person"
    )
    by = django_filters.CharFilter(
        label=gettext_lazy("Who looked (name or e-mail)"), method="filter_by"
    )
    at = django_filters.DateFromToRangeFilter(
        label=gettext_lazy("Date"), widget=DateRangePickerWidget
    )

    class Meta:
        model = Look
        fields = ["person", "by", "at"]

    def filter_person(self, queryset: QuerySet[Look], name: str, value: str) -> QuerySet[Look]:
        return queryset.filter(people__person_id__in=_found(value)).distinct()

    def filter_by(self, queryset: QuerySet[Look], name: str, value: str) -> QuerySet[Look]:
        return queryset.filter(by_id__in=_found(value))


def _found(value: str) -> QuerySet[Any]:
    people = get_user_model().objects
    return (people.filter(name__icontains=value) | people.filter(email__icontains=value)).values(
        "pk"
    )


class AccessLogView(ReportView):
    """Who looked at whose data, newest first."""

    model = Look
    page_title = gettext_lazy("Access log")
    header_icon = "view"
    filterset_class = LookFilterSet
    index_url_name = "staff:access_log"
    index_results_url_name = "staff:access_log_results"
    default_ordering = "-number"
    is_searchable = False
    export_formats = ()
    list_export: list[str] = []

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.has_perm(READ):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def words(self) -> dict[str, Any]:
        return audit_words()

    @cached_property
    def columns(self) -> list[Column]:
        return [
            DateColumn("at", label=_("When"), width="14%"),
            Column("by_id", label=_("Who"), accessor=self._who, width="12%"),
            Column("purpose", label=_("What"), accessor=self._what, width="18%"),
            Column("subject", label=_("Where"), width="16%"),
            Column("people", label=_("Whose data"), accessor=self._whose, width="18%"),
            Column("reason", label=_("Reason")),
            Column("network", label=_("Network"), width="10%"),
        ]

    def get_base_queryset(self) -> QuerySet[Look]:
        return Look.objects.prefetch_related("people").order_by("-number")

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        keys = {look.by_id for look in context["object_list"]}
        keys |= {one.person_id for look in context["object_list"] for one in look.people.all()}
        found = get_user_model().objects.filter(pk__in=keys)
        self.names = {person.pk: str(person) for person in found}
        return context

    names: dict[int, str] = {}

    def _who(self, look: Look) -> str:
        return self.names.get(look.by_id, f"#{look.by_id}")

    def _what(self, look: Look) -> str:
        return str(self.words.get(look.purpose, look.purpose))

    def _whose(self, look: Look) -> str:
        shown = 3
        keys = [one.person_id for one in look.people.all()]
        names = ", ".join(self.names.get(key, f"#{key}") for key in keys[:shown])
        more = len(keys) - shown
        return names + (_(" and %(more)d more") % {"more": more} if more > 0 else "")


class DestructionView(ReportView):
    """What was destroyed in time: kind, number, cut-off, digest."""

    model = Destruction
    page_title = gettext_lazy("Destroyed in time")
    header_icon = "bin"
    index_url_name = "staff:destructions"
    index_results_url_name = "staff:destructions_results"
    default_ordering = "-at"
    is_searchable = False
    export_formats = ()
    list_export: list[str] = []

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.has_perm(READ):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def columns(self) -> list[Column]:
        from cms.privacy.retention import rules

        labels = {rule.key: (str(rule.label), str(rule.rule)) for rule in rules()}
        return [
            DateColumn("at", label=_("When"), width="14%"),
            Column(
                "rule",
                label=_("What"),
                accessor=lambda row: labels.get(row.rule, (row.rule, ""))[0],
            ),
            Column("why", label=_("Rule"), accessor=lambda row: labels.get(row.rule, ("", ""))[1]),
            DateColumn("before", label=_("Older than"), width="14%"),
            Column("number", label=_("Destroyed"), width="8%"),
            Column("digest", label=_("Digest"), accessor=lambda row: row.digest[:16]),
        ]

    def get_base_queryset(self) -> QuerySet[Destruction]:
        return Destruction.objects.order_by("-at", "-pk")


def _person(request: HttpRequest, pk: int) -> Any:
    if not request.user.has_perm(HANDLE):
        raise PermissionDenied
    return get_object_or_404(get_user_model(), pk=pk, is_superuser=False, erased_at=None)


def person_data(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Have a person's archive made on their behalf, with a reason; show it when it is there."""
    person, now = _person(request, pk), timezone.now()
    export = exporting.latest_of(person, now)
    if export is not None and request.method != "POST" and "new" not in request.GET:
        is_ready = exporting.file_of(export, now) is not None
        context = {"person": person, "export": export, "is_ready": is_ready}
        return render(request, "privacy/admin/person_data.html", {**context, **_head(person)})
    reason = reason_for(
        request,
        title=_("Data of %(person)s") % {"person": person},
        text=_("An archive of all that is known of the person is made. The person gets a mail."),
        submit=_("Make the archive"),
    )
    if isinstance(reason, HttpResponse):
        return reason
    with transaction.atomic():
        looked_at(request, [person], "cms.person_data", reason=reason)
        exporting.ask(person, by=request.user, now=now, reason=reason)
    messages.success(request, _("The archive is being made."))
    return redirect("staff:person_data", pk=pk)


@require_safe
def person_archive(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Send the archive to staff who may; only one that staff asked for, with a reason."""
    person = _person(request, pk)
    export = DataExport.objects.filter(person=person).exclude(reason="").first()
    stored = exporting.file_of(export, timezone.now()) if export is not None else None
    if export is None or stored is None:
        raise Http404
    with transaction.atomic():
        log.record("cms.person_data.fetched", subject=export, by=request.user)
        looked_at(request, [person], "cms.person_data", reason=export.reason)
    return FileResponse(
        stored.file.open("rb"), as_attachment=True, filename=stored.name, headers=HEADERS
    )


def person_erase(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Erase a person's account on their behalf, with a reason, after showing what it does."""
    person, now = _person(request, pk), timezone.now()
    plan = erasing.plan_for(person, now)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            erasing.erase(person, by=request.user, now=now, reason=form.cleaned_data["reason"])
        except Hindered:
            messages.error(request, _("This account cannot be erased yet."))
        else:
            messages.success(request, _("The account is erased."))
            return redirect("wagtailadmin_home")
    context = {"person": person, "plan": plan, "form": form}
    return render(request, "privacy/admin/person_erase.html", {**context, **_head(person)})


def _head(person: Any) -> dict[str, Any]:
    return {
        "page_title": str(person),
        "header_title": str(person),
        "header_icon": "user",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": "", "label": str(person)},
        ],
    }


patterns = [
    path("access-log/", AccessLogView.as_view(), name="access_log"),
    path(
        "access-log/results/", AccessLogView.as_view(results_only=True), name="access_log_results"
    ),
    path("destroyed/", DestructionView.as_view(), name="destructions"),
    path(
        "destroyed/results/",
        DestructionView.as_view(results_only=True),
        name="destructions_results",
    ),
    path("people/<int:pk>/data/", person_data, name="person_data"),
    path("people/<int:pk>/data/archive/", person_archive, name="person_archive"),
    path("people/<int:pk>/erase/", person_erase, name="person_erase"),
]
