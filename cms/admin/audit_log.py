"""The audit log for administrators: read only, filtered, exported.

An export is itself recorded: it takes personal data out of the house.
"""

from collections.abc import Iterator
from typing import Any

import django_filters
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.reports import ReportView

from cms.admin.words import audit_words
from cms.audit import log
from cms.audit.models import Entry
from cms.exports import xlsx_response

MAX_EXPORT = 100_000


class AuditFilterSet(WagtailFilterSet):
    """By what was done, to what, by whom, and when."""

    action = django_filters.ChoiceFilter(
        label=gettext_lazy("What was done"), empty_label=gettext_lazy("Everything")
    )
    person = django_filters.CharFilter(
        label=gettext_lazy("Person (name or e-mail)"), method="filter_person"
    )
    subject = django_filters.CharFilter(
        label=gettext_lazy("Subject"), field_name="subject_text", lookup_expr="icontains"
    )
    at = django_filters.DateFromToRangeFilter(
        label=gettext_lazy("Date"), widget=DateRangePickerWidget
    )

    class Meta:
        model = Entry
        fields = ["action", "person", "subject", "at"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = audit_words()
        used = Entry.objects.order_by().values_list("action", flat=True).distinct()
        self.filters["action"].extra["choices"] = sorted(
            ((action, str(words.get(action, action))) for action in used),
            key=lambda choice: choice[1],
        )

    def filter_person(self, queryset: QuerySet[Entry], name: str, value: str) -> QuerySet[Entry]:
        return queryset.filter(by__name__icontains=value) | queryset.filter(
            by__email__icontains=value
        )


class ChangesColumn(Column):
    """What was before and what is after, one line a field."""

    cell_template_name = "cms/admin/audit_changes.html"

    def get_value(self, instance: Entry) -> list[tuple[str, Any, Any]]:
        return changes(instance)


def changes(entry: Entry) -> list[tuple[str, Any, Any]]:
    """Return ``(field, before, after)`` for each field that changed, by name."""
    names = sorted({*entry.before, *entry.after})
    return [(name, entry.before.get(name), entry.after.get(name)) for name in names]


class AuditLogView(ReportView):
    """The list, and its XLSX export with the same filters."""

    model = Entry
    page_title = gettext_lazy("Audit log")
    header_icon = "history"
    filterset_class = AuditFilterSet
    index_url_name = "staff:audit"
    index_results_url_name = "staff:audit_results"
    default_ordering = "-at"
    is_searchable = False
    export_formats = ("xlsx",)
    list_export = ["at"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.has_perm("audit.view_entry"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def words(self) -> dict[str, Any]:
        return audit_words()

    @cached_property
    def columns(self) -> list[Column]:
        return [
            DateColumn("at", label=_("When"), sort_key="at", width="14%"),
            Column("by", label=_("Who"), accessor=self._who, width="14%"),
            Column("action", label=_("What"), accessor=self._what, width="18%"),
            Column("subject_text", label=_("Subject"), width="20%"),
            ChangesColumn("changes", label=_("Before and after")),
        ]

    def _who(self, entry: Entry) -> str:
        return str(entry.by) if entry.by is not None else _("System")

    def _what(self, entry: Entry) -> str:
        return str(self.words.get(entry.action, entry.action))

    def get_base_queryset(self) -> QuerySet[Entry]:
        return Entry.objects.select_related("by").order_by("-at", "-pk")

    def as_spreadsheet(self, queryset: Any, spreadsheet_format: str) -> HttpResponseBase:
        """Answer with at most 100,000 rows, and record that they left."""
        count = min(self.get_queryset().count(), MAX_EXPORT)
        with transaction.atomic():
            log.record(
                "cms.audit.exported",
                subject=self.request.user,
                by=self.request.user,
                after={"rows": count, "filters": self.request.GET.urlencode()},
            )
        headers = [_("When"), _("Who"), _("What"), _("Subject"), _("Before and after"), _("Note")]
        name = f"audit-{timezone.localtime():%Y%m%d-%H%M}"
        return xlsx_response(name, headers, self._export_rows())

    def _export_rows(self) -> Iterator[tuple[Any, ...]]:
        for entry in self.get_queryset()[:MAX_EXPORT].iterator(chunk_size=1000):
            lines = (f"{name}: {before} → {after}" for name, before, after in changes(entry))
            yield (
                entry.at,
                self._who(entry),
                self._what(entry),
                entry.subject_text or entry.subject_id,
                "\n".join(lines),
                entry.note,
            )
