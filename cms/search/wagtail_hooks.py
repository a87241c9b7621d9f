"""The search in Wagtail's admin."""

from wagtail import hooks

from cms.search.admin import SearchGroup

hooks.register("register_admin_viewset", SearchGroup)
