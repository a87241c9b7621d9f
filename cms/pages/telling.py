"""From a record to the page that tells of it, without a query of its own.

Lists of records annotate ``page_path`` and turn it into an address; a record nobody has
written a page about keeps its own.
"""

from django.db.models import OuterRef, Subquery
from django.http import HttpRequest
from django.utils.translation import get_language
from wagtail.models import Page

from cms.pages.visibility import listed


def page_path(model: type[Page], record: str) -> Subquery:
    """Return the ``url_path`` of the newest listed ``model`` page, in the language being
    spoken, whose foreign key ``record`` points to the row it annotates.
    """
    pages = model.objects.filter(
        **{record: OuterRef("pk")}, locale__language_code=get_language() or "ko"
    )
    return Subquery(listed(pages).order_by("-pk").values("url_path")[:1])


def address_at(path: str | None, request: HttpRequest | None = None) -> str:
    """Return the address of the page at that ``url_path``, or an empty string for none."""
    return (Page(url_path=path).get_url(request) or "") if path else ""
