"""A small bar for staff on public pages, in place of Wagtail's user bar.

Wagtail's brings the admin's whole stylesheet and two large scripts to every page staff
look at. Ours is a line of links, needs no script and bends no security policy. Only the
preview beside the editor gets Wagtail's, for the content checks it runs there.
"""

from typing import Any

from django import template
from django.urls import reverse
from wagtail.admin.templatetags.wagtailuserbar import get_page_instance, wagtailuserbar
from wagtail.models import Page

register = template.Library()


@register.inclusion_tag("cms/admin/staff_bar.html", takes_context=True)
def staff_bar(context: dict[str, Any]) -> dict[str, Any]:
    """Return the bar's links for whoever may enter the admin, nothing for anybody else."""
    request = context.get("request")
    user = getattr(request, "user", None)
    if user is None or not user.has_perm("wagtailadmin.access_admin"):
        return {}
    if getattr(request, "in_preview_panel", False):
        return {"userbar": wagtailuserbar(context)}
    if getattr(request, "is_preview", False):
        return {}
    return {"admin_url": reverse("wagtailadmin_home"), **_page_links(context, user)}


def _page_links(context: dict[str, Any], user: Any) -> dict[str, Any]:
    page = get_page_instance(context)
    if not isinstance(page, Page) or not page.pk:
        return {}
    may = page.permissions_for_user(user)
    links = {}
    if may.can_edit():
        links["edit_url"] = reverse("wagtailadmin_pages:edit", args=[page.pk])
    if may.can_add_subpage() and page.creatable_subpage_models():
        links["add_url"] = reverse("wagtailadmin_pages:add_subpage", args=[page.pk])
    return links
