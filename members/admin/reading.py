"""Viewsets for records staff read but members change: a list, a page of details, no forms."""

from typing import Any

from django.urls import path
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet


class ReadingIndexView(generic.IndexView):
    """A list whose rows lead to the details."""

    any_permission_required = ["view"]

    def get_edit_url(self, instance: Any) -> Any:
        return self.get_inspect_url(instance)

    def get_add_url(self) -> None:
        return None

    def get_copy_url(self, instance: Any) -> None:
        return None

    def get_delete_url(self, instance: Any) -> None:
        return None

    def get_list_more_buttons(self, instance: Any) -> list[Any]:
        return []


class ReadingInspectView(generic.InspectView):
    """One record in full."""

    any_permission_required = ["view"]

    def get_edit_url(self) -> None:
        return None

    def get_delete_url(self) -> None:
        return None


class ReadingViewSet(ModelViewSet):
    """List and details only."""

    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = True
    index_view_class = ReadingIndexView
    inspect_view_class = ReadingInspectView
    form_fields = ["pk"]

    def get_form_class(self, for_update: bool = False) -> None:  # noqa: FBT001, FBT002 - Wagtail's
        return None

    def register_admin_url_finder(self) -> None:
        """Leave the address of a record to whoever edits it."""

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path(f"inspect/<{self.pk_path_converter}:pk>/", self.inspect_view, name="inspect"),
        ]
