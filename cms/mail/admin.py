"""Outgoing mail for staff: what waits, went, failed or is of unknown fate; and every template.

Staff read the text of a mail, never its one-time codes. Sending again is a decision,
confirmed and audited.
"""

from typing import Any

import django_filters
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.shortcuts import render as answer
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils import timezone
from django.utils.csp import CSP
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn
from wagtail.admin.views import generic

from cms.admin.menu import PermittedMenuItem
from cms.mail.message import completed
from cms.mail.models import OutboxMessage
from cms.mail.rendering import Rendered, masked, render
from cms.mail.resending import ResendRefused, can_resend, resend
from cms.templatetags.design import moment
from plugins.api import NotificationTemplate
from plugins.registry import contribution, registry

READ = "mail.view_outboxmessage"
CHANGE = "mail.change_outboxmessage"
LANGUAGES = ("ko", "en")
# A mail is styled by a <style> block of its own; nothing else of it may act.
MAIL_POLICY = {
    "default-src": [CSP.NONE],
    "style-src": [CSP.UNSAFE_INLINE],
    "frame-ancestors": [CSP.SELF],
}


def template_label(key: str) -> str:
    """Return a template's words for staff; its key when the plug-in is gone."""
    try:
        return str(contribution(NotificationTemplate, key).label)
    except LookupError:
        return key


def _guard(request: HttpRequest, permission: str = READ) -> None:
    if not request.user.has_perm(permission):
        raise PermissionDenied


class OutboxFilterSet(WagtailFilterSet):
    """By status, and by template."""

    status = django_filters.ChoiceFilter(
        label=gettext_lazy("Status"),
        choices=OutboxMessage.Status.choices,
        empty_label=gettext_lazy("Any"),
    )
    template = django_filters.ChoiceFilter(
        label=gettext_lazy("Template"), empty_label=gettext_lazy("Any")
    )

    class Meta:
        model = OutboxMessage
        fields = ["status", "template"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        used = OutboxMessage.objects.order_by().values_list("template", flat=True).distinct()
        self.filters["template"].extra["choices"] = [(key, template_label(key)) for key in used]


def _moment(field: str, label: Any) -> Column:
    """Return a column with day and time: "just now" says too little of a mail."""
    return Column(
        field, label=label, accessor=lambda row: moment(getattr(row, field)), sort_key=field
    )


class OutboxView(generic.IndexView):
    """The list, newest first, with a count for each status on top."""

    model = OutboxMessage
    page_title = gettext_lazy("Outgoing mail")
    header_icon = "mail"
    template_name = "mail/admin/outbox.html"
    results_template_name = "wagtailadmin/generic/index_results.html"
    index_url_name = "outbox:index"
    index_results_url_name = "outbox:results"
    inspect_url_name = "outbox:mail"
    filterset_class = OutboxFilterSet
    default_ordering = "-created_at"
    is_searchable = True
    search_fields = ["to_address", "to_user__name"]
    search_backend_name = None
    paginate_by = 50
    any_permission_required = ("view",)
    columns = [
        TitleColumn(
            "to_address",
            label=gettext_lazy("To"),
            get_url=lambda row: reverse("outbox:mail", args=[row.pk]),
        ),
        Column(
            "template",
            label=gettext_lazy("Template"),
            accessor=lambda row: template_label(row.template),
        ),
        StatusTagColumn(
            "status",
            label=gettext_lazy("Status"),
            accessor="get_status_display",
            primary=lambda row: row.status in {"failed", "unknown"},
        ),
        _moment("created_at", gettext_lazy("Queued")),
        _moment("sent_at", gettext_lazy("Sent")),
    ]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        _guard(request)
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    def get_base_queryset(self) -> QuerySet[OutboxMessage]:
        return OutboxMessage.objects.defer("attachments", "context")

    def get_add_url(self) -> None:
        return None

    @cached_property
    def counts(self) -> list[dict[str, Any]]:
        found = dict(
            OutboxMessage.objects.order_by()
            .values_list("status")
            .annotate(count=Count("pk"))
            .values_list("status", "count")
        )
        return [
            {
                "label": status.label,
                "count": found.get(status.value, 0),
                "url": f"{reverse('outbox:index')}?status={status.value}",
                "is_trouble": status.value in {"failed", "unknown"} and found.get(status.value, 0),
            }
            for status in OutboxMessage.Status
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "counts": self.counts}


def _rendered(row: OutboxMessage) -> tuple[Rendered | None, list[str]]:
    """Return the mail as its reader gets it, codes masked, and the names of its files.

    Without the mail when it can no longer be told: its template, or whom it is about, is gone.
    """
    try:
        whole = completed(row)
        shown = render(row.template, masked(row.template, whole.context), language=row.language)
    except (LookupError, ObjectDoesNotExist):
        return None, [item["filename"] for item in row.attachments]
    return shown, [file.filename for file in whole.attachments]


def _trail(*steps: tuple[str, str]) -> list[dict[str, str]]:
    return [
        {"url": reverse("wagtailadmin_home"), "label": _("Home")},
        *({"url": url, "label": label} for url, label in steps),
    ]


@require_safe
def mail(request: HttpRequest, pk: str) -> HttpResponse:
    """Show one mail: its fate, its text, and what can be done."""
    _guard(request)
    row = get_object_or_404(OutboxMessage.objects.select_related("to_user"), pk=pk)
    rendered, attachments = _rendered(row)
    return render_page(
        request,
        "mail/admin/mail.html",
        title=rendered.subject if rendered else row.template,
        trail=[(reverse("outbox:index"), _("Outgoing mail")), ("", row.to_address)],
        row=row,
        rendered=rendered,
        template_label=template_label(row.template),
        attachments=attachments,
        may_resend=request.user.has_perm(CHANGE) and can_resend(row),
    )


@require_POST
def mail_resend(request: HttpRequest, pk: str) -> HttpResponse:
    """Put the mail back among those waiting, with the reason given."""
    _guard(request, CHANGE)
    row = get_object_or_404(OutboxMessage, pk=pk)
    note = " ".join(request.POST.get("note", "").replace("\x00", "").split())[:500]
    try:
        resend(row, by=request.user, now=timezone.now(), note=note)
    except ResendRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The mail waits to be sent again."))
    return redirect("outbox:mail", pk=pk)


@require_safe
@xframe_options_sameorigin
@csp_override(MAIL_POLICY)
def mail_html(request: HttpRequest, pk: str) -> HttpResponse:
    """Answer the HTML body, for the frame on the mail's page."""
    _guard(request)
    rendered, _files = _rendered(get_object_or_404(OutboxMessage, pk=pk))
    if rendered is None:
        raise Http404
    return HttpResponse(rendered.html)


@require_safe
def template_list(request: HttpRequest) -> HttpResponse:
    """Show every kind of mail the site sends, by who contributes it."""
    _guard(request)
    plugins = registry().plugins
    rows = [
        {"key": item.key, "label": item.label, "plugin": plugins[label].verbose_name}
        for label, item in registry().by_kind.get(NotificationTemplate, ())
        if isinstance(item, NotificationTemplate)
    ]
    return render_page(
        request,
        "mail/admin/templates.html",
        title=_("Mail templates"),
        trail=[("", _("Mail templates"))],
        rows=sorted(rows, key=lambda row: (str(row["plugin"]), str(row["label"]))),
        languages=LANGUAGES,
    )


def _sample(key: str, language: str) -> Rendered:
    if language not in LANGUAGES:
        raise Http404
    try:
        template = contribution(NotificationTemplate, key)
    except LookupError as error:
        raise Http404 from error
    return render(key, template.sample, language=language)


@require_safe
def template_preview(request: HttpRequest, key: str, language: str) -> HttpResponse:
    """Show one kind of mail with its made-up values."""
    _guard(request)
    return render_page(
        request,
        "mail/admin/template.html",
        title=template_label(key),
        trail=[
            (reverse("outbox:templates"), _("Mail templates")),
            ("", template_label(key)),
        ],
        key=key,
        rendered=_sample(key, language),
        language=language,
        languages=LANGUAGES,
    )


@require_safe
@xframe_options_sameorigin
@csp_override(MAIL_POLICY)
def template_html(request: HttpRequest, key: str, language: str) -> HttpResponse:
    """Answer the sample's HTML body, for the frame on its page."""
    _guard(request)
    return HttpResponse(_sample(key, language).html)


def render_page(
    request: HttpRequest, template: str, *, title: str, trail: list[tuple[str, str]], **context: Any
) -> HttpResponse:
    """Render a page of Wagtail's admin with its header and breadcrumbs."""
    return answer(
        request,
        template,
        {
            "header_title": title,
            "header_icon": "mail",
            "breadcrumbs_items": _trail(*trail),
            **context,
        },
    )


patterns = (
    [
        path("", OutboxView.as_view(), name="index"),
        path("results/", OutboxView.as_view(results_only=True), name="results"),
        path("templates/", template_list, name="templates"),
        path("templates/<str:key>/<str:language>/", template_preview, name="template"),
        path("templates/<str:key>/<str:language>/html/", template_html, name="template_html"),
        path("<uuid:pk>/", mail, name="mail"),
        path("<uuid:pk>/html/", mail_html, name="mail_html"),
        path("<uuid:pk>/resend/", mail_resend, name="resend"),
    ],
    "outbox",
)


def admin_urls() -> list[URLPattern | URLResolver]:
    """Return the addresses for Wagtail's admin."""
    return [path("mail/", include(patterns))]


def outbox_item() -> MenuItem:
    """Return the entry "Outgoing mail" among the reports."""
    return PermittedMenuItem(
        _("Outgoing mail"),
        reverse("outbox:index"),
        name="outbox",
        icon_name="mail",
        order=60,
        permission=READ,
    )


def templates_item() -> MenuItem:
    """Return the entry "Mail templates" among the reports."""
    return PermittedMenuItem(
        _("Mail templates"),
        reverse("outbox:templates"),
        name="mail-templates",
        icon_name="doc-full",
        order=61,
        permission=READ,
    )
