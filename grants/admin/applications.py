"""Staff: the applications handed in. Of drafts they see how many there are, nothing else."""

from typing import Any

import django_filters
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.forms import CheckboxSelectMultiple
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import path, reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic import IndexView, InspectView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import HeaderButton

from cms.audit import log
from cms.audit.models import Entry
from cms.districts import District
from cms.exports import csv_response, xlsx_response
from cms.privacy.access import looked_at
from cms.privacy.reasons import reason_for
from cms.questions.definitions import Questionnaire
from cms.questions.rendering import answered, export_cells, export_headers
from cms.templatetags.design import won
from grants import rules
from grants.models import Application, ApplicationState, Call
from grants.queries import figures
from members.models import User
from plugins.api import AuditFormatter
from plugins.registry import contributions

SHOWN = [
    (state.value, state.label) for state in ApplicationState if state != ApplicationState.DRAFT
]


class ApplicationFilterSet(WagtailFilterSet):
    """By call, state and district."""

    call = django_filters.ModelChoiceFilter(
        queryset=Call.objects.all(), label=gettext_lazy("Call"), empty_label=gettext_lazy("All")
    )
    state = django_filters.MultipleChoiceFilter(
        choices=SHOWN, label=gettext_lazy("State"), widget=CheckboxSelectMultiple
    )
    district = django_filters.ChoiceFilter(choices=District.choices, label=gettext_lazy("District"))

    class Meta:
        model = Application
        fields = ["call", "state", "district"]


class WonColumn(Column):
    """An amount of won."""

    def get_value(self, instance: Application) -> str:
        value = super().get_value(instance)
        return str(won(value)) if value is not None else ""


class ApplicationIndexView(IndexView):
    """Figures first, then the list."""

    any_permission_required = ["view", "view_budget_of"]
    template_name = "grants/admin/applications.html"

    def get_base_queryset(self) -> QuerySet[Application]:
        return (
            Application.objects.exclude(state=ApplicationState.DRAFT)
            .select_related("call", "community")
            .order_by("-call__closes_at", "number", "pk")
        )

    def get_inspect_url(self, instance: Application) -> str | None:
        """Return the address of the application if the user may read any of it."""
        if not rules.may_review_budget(self.request.user, instance):
            return None
        return reverse(self.inspect_url_name, args=[instance.pk])

    @property
    def chosen_call(self) -> Call | None:
        """The call filtered by, if it is one."""
        chosen = self.request.GET.get("call", "")
        return Call.objects.filter(pk=int(chosen)).first() if chosen.isdecimal() else None

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        call = self.chosen_call
        context.update(chosen_call=call, figures=figures(call))
        return context

    @property
    def header_buttons(self) -> list[Any]:
        buttons = []
        if self.request.user.has_perm("grants.export_application"):
            query = self.request.GET.urlencode()
            for kind, label in (("xlsx", "XLSX"), ("csv", "CSV")):
                address = reverse(f"{ApplicationViewSet.name}:export", args=[kind])
                buttons.append(
                    HeaderButton(
                        _("Export as %(kind)s") % {"kind": label},
                        url=f"{address}?{query}",
                        icon_name="download",
                    )
                )
        return buttons


class ApplicationInspectView(InspectView):
    """One application: what was handed in, its files, its history."""

    any_permission_required = ["view", "view_budget_of"]
    template_name = "grants/admin/application.html"

    def get_object(self, queryset: Any = None) -> Application:
        application: Application | None = (
            Application.objects.select_related("call", "community", "submitted_by")
            .filter(pk=self.pk)
            .first()
        )
        if application is None or not rules.may_review_budget(self.request.user, application):
            raise Http404
        return application

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        people = self.object.community.memberships.values_list("user_id", flat=True)
        looked_at(request, people, "grants.application", subject=self.object)
        return super().get(request, *args, **kwargs)

    def get_fields(self) -> list[Any]:
        return []

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        index = {"url": reverse(self.index_url_name), "label": _("Applications")}
        return [*self.breadcrumbs_items, index, {"url": "", "label": str(self.object)}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        application = self.object
        submission = application.submission
        is_whole = rules.may_review(self.request.user, application)
        context.update(
            application=application,
            submission=submission,
            is_whole=is_whole,
            answered=answered(
                submission.form,
                submission.answers,
                kinds=None if is_whole else frozenset({"budget"}),
            ),
            history=_history(application) if is_whole else [],
        )
        return context


def _history(application: Application) -> list[tuple[Entry, str]]:
    words = {
        action: label
        for formatter in contributions(AuditFormatter)
        for action, label in formatter.actions.items()
    }
    entries = (
        Entry.objects.filter(
            subject_type=application._meta.label_lower, subject_id=str(application.pk)
        )
        .select_related("by")
        .order_by("-pk")[:50]
    )
    return [(entry, str(words.get(entry.action, entry.action))) for entry in entries]


@transaction.atomic
def export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """Give the filtered applications as a table, one row each, every question a column."""
    if not request.user.has_perm("grants.export_application"):
        raise PermissionDenied
    respond = {"xlsx": xlsx_response, "csv": csv_response}.get(kind)
    if respond is None:
        raise Http404
    reason = reason_for(request, title=_("Export as %(kind)s") % {"kind": kind.upper()})
    if isinstance(reason, HttpResponse):
        return reason
    filtered = ApplicationFilterSet(
        request.GET,
        queryset=Application.objects.handed_in()
        .select_related("call", "community", "submitted_by")
        .prefetch_related("submissions")
        .order_by("call_id", "number"),
        request=request,
    )
    found = list(filtered.qs)
    rows = [(application, next(iter(application.submissions.all()))) for application in found]
    people = User.objects.filter(communities__in={one.community_id for one in found})
    looked_at(
        request,
        people.values_list("pk", flat=True),
        "grants.applications_exported",
        reason=reason,
    )
    forms = _columns([submission.form for _application, submission in rows])
    headers = [
        *(str(one) for one in FIXED),
        *(head for form in forms for head in export_headers(form)),
    ]
    for call in {application.call for application in found}:
        log.record(
            "grants.application.exported",
            subject=call,
            by=request.user,
            after={"count": sum(1 for one in found if one.call_id == call.pk), "format": kind},
        )
    name = slugify(found[0].call.slug) if len({one.call_id for one in found}) == 1 else "all"
    return respond(
        f"applications-{name}",
        headers,
        (
            [*_fixed(application), *(c for f in forms for c in export_cells(f, submission.answers))]
            for application, submission in rows
        ),
    )


FIXED = (
    gettext_lazy("Reference number"),
    gettext_lazy("Call"),
    gettext_lazy("Community"),
    gettext_lazy("District"),
    gettext_lazy("State"),
    gettext_lazy("Submitted at"),
    gettext_lazy("Grant asked for (won)"),
    gettext_lazy("Own share (won)"),
    gettext_lazy("Award (won)"),
)


def _fixed(application: Application) -> list[Any]:
    return [
        application.reference,
        application.call.text,
        application.community.name,
        application.get_district_display(),
        application.get_state_display(),
        application.submitted_at,
        application.asked,
        application.own_share,
        application.award,
    ]


def _columns(forms: list[Questionnaire]) -> list[Questionnaire]:
    """Return one form for each question ever asked in ``forms``, the latest wording of each."""
    latest: dict[tuple[str, str], Any] = {}
    for form in forms:
        for section in form.sections:
            for question in section.questions:
                latest[question.key, question.kind] = (section, question)
    return [
        Questionnaire((type(section)(key=section.key, title=section.title, items=(question,)),))
        for section, question in latest.values()
    ]


class ApplicationViewSet(ModelViewSet):
    """Applications in the staff area: read, filtered, exported; never written."""

    model = Application
    name = "grants_applications"
    url_prefix = "grants/applications"
    icon = "list-ul"
    menu_label = gettext_lazy("Applications")
    menu_order = 20
    copy_view_enabled = False
    inspect_view_enabled = True
    add_to_reference_index = False
    index_view_class = ApplicationIndexView
    inspect_view_class = ApplicationInspectView
    filterset_class = ApplicationFilterSet
    search_fields = ["reference", "community__name"]
    form_fields = ["state"]
    list_per_page = 50
    list_display = [
        "reference",
        "community",
        Column("get_district_display", label=gettext_lazy("District"), sort_key="district"),
        Column("get_state_display", label=gettext_lazy("State"), sort_key="state"),
        WonColumn("asked", label=gettext_lazy("Asked for"), sort_key="asked"),
        WonColumn("award", label=gettext_lazy("Award"), sort_key="award"),
        DateColumn("submitted_at", label=gettext_lazy("Submitted"), sort_key="submitted_at"),
    ]

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        # Nothing is added, edited or deleted here: applications come from communities.
        return {
            **super().get_common_view_kwargs(**kwargs),
            "add_url_name": None,
            "edit_url_name": None,
            "delete_url_name": None,
            "history_url_name": None,
            "usage_url_name": None,
        }

    def get_urlpatterns(self) -> list[Any]:
        conv = self.pk_path_converter
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path(f"<{conv}:pk>/", self.inspect_view, name="inspect"),
            path("export/<slug:kind>/", export, name="export"),
        ]

    def register_admin_url_finder(self) -> None:
        """Say nothing of an edit address: there is none."""
