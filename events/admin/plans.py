"""The yearly plan on staff screens; every change stands in the audit log."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.ui.tables import Column

from cms.admin.audited import AuditedModelViewSet
from events.models import Plan


class PlanViewSet(AuditedModelViewSet):
    """So many classes and people for each programme and year."""

    model = Plan
    name = "plans"
    icon = "clipboard-list"
    menu_label = _("Plans of the year")
    list_display: ClassVar[Any] = [
        "year",
        Column("programme", label=_("Programme"), accessor="get_programme_display"),
        Column("way", label=_("Way"), accessor="get_way_display"),
        "courses",
        "participants",
        "children",
    ]
    list_filter: ClassVar[Any] = ["year", "programme", "way"]
    ordering: ClassVar[Any] = ["-year", "programme", "way"]
    panels: ClassVar[Any] = [
        FieldRowPanel([FieldPanel("year"), FieldPanel("programme"), FieldPanel("way")]),
        FieldRowPanel([FieldPanel("courses"), FieldPanel("participants"), FieldPanel("children")]),
    ]
