"""Staff addresses of the host besides Wagtail's: below ``/admin/``, for staff only."""

from django.urls import URLPattern, URLResolver, include, path

from cms.admin.audit_log import AuditLogView
from cms.admin.plugin_pages import plugin_list, plugin_switch
from cms.admin.plugin_settings import plugin_settings
from cms.privacy import admin as privacy_admin

patterns = (
    [
        path("audit/", AuditLogView.as_view(), name="audit"),
        path("audit/results/", AuditLogView.as_view(results_only=True), name="audit_results"),
        path("plugins/", plugin_list, name="plugins"),
        path("plugins/<slug:label>/", plugin_switch, name="plugin_switch"),
        path("plugins/<slug:label>/settings/", plugin_settings, name="plugin_settings"),
        *privacy_admin.patterns,
    ],
    "staff",
)


def admin_urls() -> list[URLPattern | URLResolver]:
    """Return them for Wagtail, which wraps each in its check of admin access."""
    return [path("", include(patterns))]
