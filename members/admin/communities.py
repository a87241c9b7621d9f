"""Communities, for staff: the list with counts, one in full, a table to take along."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.widgets.button import HeaderButton

from cms.districts import District
from cms.exports import xlsx_response
from cms.privacy.access import looked_at
from cms.privacy.lists import ListOfPeople
from cms.privacy.reasons import reason_for
from members.admin.reading import ReadingIndexView, ReadingInspectView, ReadingViewSet
from members.models import Community


class CommunityFilterSet(WagtailFilterSet):
    """By district, and whether the community still meets."""

    district = ChoiceFilter(label=_("District"), choices=District.choices)
    state = ChoiceFilter(
        label=_("State"),
        choices=[("active", _("active")), ("dissolved", _("dissolved"))],
        method="filter_state",
    )

    class Meta:
        model = Community
        fields = ["district", "state"]

    def filter_state(
        self, queryset: QuerySet[Community], name: str, value: str
    ) -> QuerySet[Community]:
        return queryset.filter(dissolved_at__isnull=value == "active")


class CommunityIndexView(ListOfPeople, ReadingIndexView):
    """All communities with how many belong to each, and who leads them."""

    looked_purpose = "members.communities_listed"

    def people_of(self, row: Community) -> list[int]:
        return [row.leader_id]

    def get_base_queryset(self) -> QuerySet[Community]:
        return Community.objects.with_member_count().select_related("leader", "treasurer")

    @cached_property
    def header_buttons(self) -> list[Any]:
        if not self.request.user.has_perm("members.export_community"):
            return []
        query = self.request.GET.urlencode()
        url = reverse("communities:export") + (f"?{query}" if query else "")
        return [HeaderButton(_("Download as a table"), url=url, icon_name="download")]


class CommunityExportView(CommunityIndexView):
    """The same list, filtered alike, as a spreadsheet."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm("members.export_community"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self.get(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        reason = reason_for(request, title=_now("Download as a table"))
        if isinstance(reason, HttpResponse):
            return reason
        queryset = self.filter_queryset(self.get_base_queryset())
        told = {
            person
            for pair in queryset.values_list("leader_id", "treasurer_id")
            for person in pair
            if person is not None
        }
        looked_at(request, told, "members.communities_exported", reason=reason)
        headers = [
            _now("Name"),
            _now("District"),
            _now("Number of members"),
            _now("Leader"),
            _now("E-mail of the leader"),
            _now("Treasurer"),
            _now("Founded"),
            _now("Dissolved"),
        ]
        today = timezone.localdate().isoformat()
        return xlsx_response(f"{_now('communities')}-{today}", headers, _rows(queryset))


def _rows(communities: QuerySet[Community]) -> Iterator[list[Any]]:
    for community in communities.order_by("name", "pk").iterator():
        yield [
            community.name,
            community.get_district_display(),
            community.member_count,
            community.leader.name,
            community.leader.email,
            community.treasurer.name if community.treasurer else "",
            community.founded_at,
            community.dissolved_at,
        ]


class CommunityView(ReadingInspectView):
    """One community: what it does, and its people with their roles."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        people = self.object.memberships.values_list("user_id", flat=True)
        looked_at(request, people, "members.community", subject=self.object)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        people = self.object.memberships.select_related("user", "community")
        return super().get_context_data(**kwargs) | {"community": self.object, "people": people}


class CommunityViewSet(ReadingViewSet):
    """Parent communities."""

    model = Community
    name = "communities"
    menu_label = _("Communities")
    menu_name = "communities"
    icon = "group"
    index_view_class = CommunityIndexView
    inspect_view_class = CommunityView
    inspect_template_name = "members/admin/community.html"
    filterset_class = CommunityFilterSet
    search_fields = ["name", "leader__name", "leader__email"]
    search_backend_name = None
    ordering = ["name"]
    list_display = [
        TitleColumn("name", label=_("Name"), url_name="communities:inspect", sort_key="name"),
        Column("get_district_display", label=_("District"), sort_key="district"),
        Column("member_count", label=_("Number of members"), sort_key="member_count"),
        Column("leader", label=_("Leader")),
        DateColumn("founded_at", label=_("Founded"), sort_key="founded_at"),
    ]

    def get_urlpatterns(self) -> list[Any]:
        export = self.construct_view(CommunityExportView, **self.get_index_view_kwargs())
        return [*super().get_urlpatterns(), path("export/", export, name="export")]
