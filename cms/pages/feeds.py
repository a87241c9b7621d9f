"""The Atom feed of the news (RFC 4287).

An entry keeps its id for ever: it is made of the article's translation key and language,
not of its address. The answer's ETag is worked out from one small query, so a reader that
asks again gets 304 without the feed being written.
"""

import hashlib
from datetime import datetime, time
from uuid import uuid5

from django.db.models import Count, Max
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import Atom1Feed

from cms.models.centre import centre
from cms.pages.news import NewsIndexPage, NewsPage

ENTRIES = 30


def news_feed(request: HttpRequest, index: NewsIndexPage) -> HttpResponseBase:
    """Return the newest news of ``index`` as Atom, or 304 if the reader has it."""
    etag = _etag(request, index)
    known = get_conditional_response(request, etag=etag)
    if known is not None:
        return known
    response = HttpResponse(_written(request, index), content_type="application/atom+xml")
    response["ETag"] = etag
    response["Cache-Control"] = "no-cache"
    return response


def _etag(request: HttpRequest, index: NewsIndexPage) -> str:
    state = index.news().order_by().aggregate(Count("pk"), Max("last_published_at"), Max("pk"))
    parts = [request.get_host(), request.scheme, centre(request).text("name"), index.title]
    parts += [str(index.last_published_at), *(str(value) for value in state.values())]
    return f'"{hashlib.sha256("|".join(parts).encode()).hexdigest()[:32]}"'


def _written(request: HttpRequest, index: NewsIndexPage) -> str:
    here = request.build_absolute_uri(request.path)
    feed = Atom1Feed(
        title=f"{index.title} - {centre(request).text('name')}",
        link=request.build_absolute_uri(index.get_url(request)),
        description=index.description or None,
        language=index.locale.language_code,
        feed_url=here,
        feed_guid=_guid(index),
        author_name=centre(request).text("name"),
    )
    for article in index.news()[:ENTRIES]:
        written = timezone.make_aware(datetime.combine(article.date, time(9)))
        feed.add_item(
            title=article.title,
            link=request.build_absolute_uri(article.get_url(request)),
            description=article.summary or article.title,
            unique_id=_guid(article),
            pubdate=written,
            updateddate=article.last_published_at or written,
            categories=[str(article.get_kind_display())],
        )
    return feed.writeString("utf-8")


def _guid(page: NewsIndexPage | NewsPage) -> str:
    return uuid5(page.translation_key, str(page.locale_id)).urn
