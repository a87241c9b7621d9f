"""Calls in the site's search, one document for each language."""

from collections.abc import Iterable

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from grants.models import Call
from plugins.api import SearchDocument


def documents(call: Call) -> Iterable[SearchDocument]:
    """Yield the call in every language; nothing before it is announced."""
    if not call.is_public:
        return
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            yield SearchDocument(
                object_id=str(call.pk),
                locale=language,
                title=call.text,
                body="\n".join(filter(None, [call.short, call.who_may_apply, call.result_words])),
                url=call.get_absolute_url(),
                kind=_("Grant call"),
                date=call.closes_at,
                facets={"year": str(call.year)},
            )
