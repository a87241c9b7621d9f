"""The settings of plug-ins for staff: one form for each ``SettingsPanel``, in the settings menu."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.menu import MenuItem

from plugins.api import SettingsPanel
from plugins.registry import plugin_of, registry
from plugins.state import is_enabled
from plugins.typed_settings import current, form_fields, store

BY_DEFAULT = "plugins.change_pluginsettings"


def may_change(user: Any, panel: SettingsPanel) -> bool:
    """Return whether the person may change these settings, their plug-in being on."""
    return is_enabled(plugin_of(panel.key)) and bool(
        user.has_perm(panel.requires_permission or BY_DEFAULT)
    )


def panels() -> dict[str, SettingsPanel]:
    """Return ``{plug-in label: its panel}``, in order, whether they are on or off."""
    found = registry().by_kind.get(SettingsPanel, ())
    return {label: panel for label, panel in found if isinstance(panel, SettingsPanel)}


def settings_items(request: HttpRequest, items: list[MenuItem]) -> None:
    """Add to the settings menu, in place, the panels this person may change."""
    items += [
        MenuItem(
            panel.label,
            reverse("staff:plugin_settings", args=[label]),
            name=panel.key.replace(".", "-"),
            icon_name=panel.icon,
            order=400 + panel.order,
        )
        for label, panel in panels().items()
        if may_change(request.user, panel)
    ]


def settings_form(panel: SettingsPanel, answers: Any = None) -> forms.Form:
    """Return the form of a panel, showing what is in force."""
    kind = type("SettingsForm", (forms.Form,), dict(form_fields(panel.values)))
    held = current(panel.values)
    initial = {name: getattr(held, name) for name in form_fields(panel.values)}
    return kind(answers, initial=initial)


def plugin_settings(request: HttpRequest, label: str) -> HttpResponse:
    """Show and store the settings of one plug-in."""
    panel = panels().get(label)
    if panel is None or not is_enabled(label):
        raise Http404
    if not may_change(request.user, panel):
        raise PermissionDenied
    form = settings_form(panel, request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if form.is_valid():
            store(panel.values(**form.cleaned_data), by=request.user)
            messages.success(request, _("The settings are saved."))
            return redirect("staff:plugin_settings", label)
        messages.error(request, _("The settings could not be saved. Please check what is marked."))
    return render(
        request,
        "cms/admin/plugin_settings.html",
        {
            "form": form,
            "media": form.media,
            "action_url": request.path,
            "submit_button_label": _("Save"),
            "submit_button_active_label": _("Saving…"),
            "page_title": panel.label,
            "page_subtitle": panel.label,
            "header_title": panel.label,
            "header_icon": panel.icon,
            "breadcrumbs_items": [
                {"url": reverse("wagtailadmin_home"), "label": _("Home")},
                {"url": "", "label": panel.label},
            ],
        },
    )
