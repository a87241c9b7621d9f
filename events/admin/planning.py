"""Series and terms on staff screens."""

from typing import Any

from wagtail.admin.viewsets.model import ModelViewSet

from events.admin.saving import PlaceDeleteView, PlaceEditView
from events.models import Series, Term


class SeriesViewSet(ModelViewSet):
    """Courses that belong together, with a public page of their own."""

    model = Series
    name = "course-series"
    icon = "list-ul"
    edit_view_class = PlaceEditView
    delete_view_class = PlaceDeleteView
    form_fields = ["name", "name_en", "slug", "summary", "summary_en", "one_per_person"]
    list_display: Any = ["name", "name_en", "one_per_person"]
    search_fields = ["name", "name_en"]
    search_backend_name = None
    copy_view_enabled = False


class TermViewSet(ModelViewSet):
    """Parts of the year that are planned together."""

    model = Term
    name = "course-terms"
    icon = "calendar"
    edit_view_class = PlaceEditView
    delete_view_class = PlaceDeleteView
    form_fields = ["name", "name_en", "starts_on", "ends_on"]
    list_display: Any = ["name", "starts_on", "ends_on"]
    ordering = "-starts_on"
    copy_view_enabled = False
