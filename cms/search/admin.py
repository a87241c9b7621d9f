"""What staff see of the search: words of one meaning to teach it, and what nobody found."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from cms.search.models import EmptySearch, Synonym


class SynonymViewSet(ModelViewSet):
    """Words of one meaning."""

    model = Synonym
    icon = "edit"
    menu_label = _("Words of one meaning")
    url_namespace = url_prefix = "search-synonyms"
    panels = [FieldPanel("words")]
    list_display = ["words"]
    search_fields = ["words"]
    inspect_view_enabled = False
    copy_view_enabled = False


class ReadOnlyPolicy(ModelPermissionPolicy):
    """Rows the site writes itself: to be seen, and deleted when they are dealt with."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action in {"view", "delete"} and super().user_has_permission(user, action)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)


register_permission_policy(EmptySearch, ReadOnlyPolicy(EmptySearch))


class EmptySearchViewSet(ModelViewSet):
    """Searches without a result."""

    model = EmptySearch
    icon = "search"
    menu_label = _("Searched in vain")
    url_namespace = url_prefix = "search-empty"
    list_display = ["query", "count", "locale", "last_at"]
    list_filter = ["locale"]
    search_fields = ["query"]
    form_fields: list[str] = []
    ordering = ["-count", "-last_at"]
    inspect_view_enabled = True
    copy_view_enabled = False


class SearchGroup(ModelViewSetGroup):
    """The search in the staff menu."""

    items = (SynonymViewSet, EmptySearchViewSet)
    menu_label = _("Site search")
    menu_name = "site-search"
    menu_icon = "search"
    menu_order = 710
