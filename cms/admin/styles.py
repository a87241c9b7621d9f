"""The admin in the house's colours."""

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString


def stylesheet() -> SafeString:
    """Return the link to the admin's own stylesheet."""
    return format_html('<link rel="stylesheet" href="{}">', static("cms/css/admin.css"))
