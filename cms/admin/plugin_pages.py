"""The staff page "Plug-ins": what is installed, what it adds, and its switch."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from plugins import api
from plugins.api import Contribution, PluginConfig
from plugins.installed import available_plugins
from plugins.registry import registry
from plugins.state import effective
from plugins.switches import SwitchRefused, refusal, switch, switched_off

# What staff call each kind of contribution; kinds without words say nothing to them.
KIND_WORDS: dict[type[Contribution], Promise] = {
    api.UrlMount: gettext_lazy("Addresses"),
    api.AdminMenuGroup: gettext_lazy("Staff menus"),
    api.ContentBlock: gettext_lazy("Page blocks"),
    api.DashboardCard: gettext_lazy("Dashboard cards"),
    api.MemberCard: gettext_lazy("Cards on the personal page"),
    api.CalendarSource: gettext_lazy("Calendars"),
    api.NotificationTemplate: gettext_lazy("Mails"),
    api.PrivateFileKind: gettext_lazy("Private files"),
    api.SearchSource: gettext_lazy("Search sources"),
    api.ScheduledJob: gettext_lazy("Scheduled work"),
    api.PersonalDataExporter: gettext_lazy("Personal data"),
    api.Role: gettext_lazy("Permissions of roles"),
    api.ReportMetric: pgettext_lazy("report", "Figures"),
    api.OrganisationSource: gettext_lazy("Organisations"),
    api.SettingsPanel: gettext_lazy("Settings"),
    api.Slot: gettext_lazy("Parts of pages"),
    api.FormSection: gettext_lazy("Questions on forms"),
    api.HealthCheck: gettext_lazy("Health checks"),
}


@dataclass(frozen=True, slots=True)
class PluginRow:
    """One installed plug-in as the page shows it; ``why_not`` is why it cannot be switched."""

    label: str
    name: str | Promise
    description: str | Promise
    module: str
    api: int
    version: str
    requires: tuple[str, ...]
    is_on: bool
    why_not: str | Promise | None
    adds: list[tuple[str | Promise, int]]


def _row(config: PluginConfig, off: frozenset[str], is_on: bool) -> PluginRow:  # noqa: FBT001 - private
    plugins = registry().plugins
    kinds = Counter(
        type(item) for owner, item in registry().by_key.values() if owner == config.label
    )
    return PluginRow(
        label=config.label,
        name=config.verbose_name,
        description=config.description,
        module=config.name,
        api=config.api,
        version=getattr(config.module, "__version__", ""),
        requires=tuple(str(plugins[name].verbose_name) for name in config.requires),
        is_on=is_on,
        why_not=refusal(config.label, enabled=config.label in off, off=off),
        adds=[(words, kinds[kind]) for kind, words in KIND_WORDS.items() if kinds[kind]],
    )


def plugin_rows() -> list[PluginRow]:
    """Return the installed plug-ins in the order of PLUGINS; the host itself is none."""
    off = switched_off()
    disabled = effective(off)
    return [
        _row(config, off, label not in disabled)
        for label, config in registry().plugins.items()
        if config.name in settings.PLUGINS
    ]


def _may_switch(request: HttpRequest) -> None:
    if not request.user.has_perm("plugins.switch_plugins"):
        raise PermissionDenied


@require_safe
def plugin_list(request: HttpRequest) -> HttpResponse:
    """Show all installed plug-ins, and those pip brought that nobody installed."""
    _may_switch(request)
    return render(
        request,
        "cms/admin/plugins.html",
        {
            "rows": plugin_rows(),
            "available": available_plugins(settings.PLUGINS),
            "header_title": _("Plug-ins"),
            "header_icon": "plus-inverse",
            "breadcrumbs_items": [
                {"url": reverse("wagtailadmin_home"), "label": _("Home")},
                {"url": "", "label": _("Plug-ins")},
            ],
        },
    )


def plugin_switch(request: HttpRequest, label: str) -> HttpResponse:
    """Ask before a plug-in is switched (GET), and switch it (POST with ``to`` on or off)."""
    _may_switch(request)
    row = next((row for row in plugin_rows() if row.label == label), None)
    if row is None:
        raise Http404
    if request.method == "POST":
        return _switch(request, row)
    context: dict[str, Any] = {
        "row": row,
        "header_title": row.name,
        "header_icon": "plus-inverse",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": reverse("staff:plugins"), "label": _("Plug-ins")},
            {"url": "", "label": row.name},
        ],
    }
    return render(request, "cms/admin/plugin_switch.html", context)


def _switch(request: HttpRequest, row: PluginRow) -> HttpResponse:
    enabled = request.POST.get("to") == "on"
    try:
        switch(row.label, enabled=enabled, by=request.user)
    except SwitchRefused as refused:
        messages.error(request, str(refused))
    else:
        said = _("%(name)s is switched on.") if enabled else _("%(name)s is switched off.")
        messages.success(request, said % {"name": row.name})
    return redirect("staff:plugins")
