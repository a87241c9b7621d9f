"""Staff viewsets: partners, their agreements, the directory."""

from typing import Any, ClassVar

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.ui.tables import BooleanColumn, Column

from cms.admin.audited import AuditedModelViewSet
from plugins.partners.known import (
    KnownOrganisationsView,
    PartnerAddView,
    PartnerEditView,
    PartnerIndexView,
)
from plugins.partners.models import Mou, Partner, Resource

KIND = Column(
    "kind", label=pgettext_lazy("partners", "Kind"), accessor="get_kind_display", sort_key="kind"
)
STATE = Column(
    "state",
    label=pgettext_lazy("partners", "state"),
    accessor="get_state_display",
    sort_key="state",
)
PUBLIC = BooleanColumn("is_public", label=_("shown on the site"), sort_key="is_public")


def _district(label: Any = "–") -> Column:
    return Column(
        "district",
        label=_("District"),
        accessor=lambda row: row.get_district_display() or label,
        sort_key="district",
    )


def _pair(field: str) -> FieldRowPanel:
    return FieldRowPanel([FieldPanel(field), FieldPanel(f"{field}_en")])


class PartnerViewSet(AuditedModelViewSet):
    """Organisations."""

    model = Partner
    icon = "group"
    index_view_class = PartnerIndexView
    add_view_class = PartnerAddView
    edit_view_class = PartnerEditView
    menu_label = _("Partners")
    list_display: ClassVar = ["name", KIND, _district(), PUBLIC]
    list_filter: ClassVar = ["kind", "district", "is_public"]
    search_fields: ClassVar = ["name", "name_en"]
    ordering: ClassVar = ["name"]
    list_export: ClassVar = ["name", "name_en", "kind", "district", "link", "phone", "is_public"]
    panels: ClassVar = [
        _pair("name"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("district")]),
        FieldRowPanel([FieldPanel("phone"), FieldPanel("link")]),
        FieldPanel("logo"),
        FieldPanel("is_public"),
        FieldPanel("note"),
    ]

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("known/", KnownOrganisationsView.as_view(), name="known"),
        ]


class MouViewSet(AuditedModelViewSet):
    """Agreements."""

    model = Mou
    icon = "doc-full"
    menu_label = _("MOUs")
    list_display: ClassVar = ["title", "partner", "signed_on", "ends_on", STATE]
    list_select_related = ("partner",)
    list_filter: ClassVar = ["state", "partner"]
    search_fields: ClassVar = ["title", "title_en", "partner__name"]
    ordering: ClassVar = ["-signed_on"]
    list_export: ClassVar = ["title", "partner", "signed_on", "ends_on", "state"]
    panels: ClassVar = [
        FieldPanel("partner"),
        _pair("title"),
        FieldRowPanel([FieldPanel("signed_on"), FieldPanel("ends_on"), FieldPanel("state")]),
        MultiFieldPanel([_pair("summary")], _("What was agreed")),
        FieldPanel("document"),
    ]


class ResourceViewSet(AuditedModelViewSet):
    """Entries of the directory."""

    model = Resource
    icon = "list-ul"
    menu_label = _("Resource directory")
    list_display: ClassVar = ["title", KIND, _district(_("All of Seoul")), "phone", PUBLIC]
    list_filter: ClassVar = ["kind", "district", "is_public"]
    search_fields: ClassVar = ["title", "title_en", "description", "description_en", "phone"]
    ordering: ClassVar = ["order", "title"]
    list_per_page = 50
    list_export: ClassVar = [
        "title",
        "title_en",
        "kind",
        "district",
        "phone",
        "link",
        "order",
        "is_public",
    ]
    panels: ClassVar = [
        _pair("title"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("district")]),
        FieldRowPanel([FieldPanel("phone"), FieldPanel("link")]),
        FieldPanel("description"),
        FieldPanel("description_en"),
        FieldRowPanel([FieldPanel("order"), FieldPanel("is_public")]),
    ]
