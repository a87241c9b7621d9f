"""Keeping the index in step: each change writes its documents in its own transaction.

The vocabulary counts in how many documents a word stands; a changed document gives
back its old words and brings its new ones. Counts are raised in word order, so that
two changes at once cannot lock each other out.
"""

from collections import Counter
from collections.abc import Iterable

from django.apps import apps
from django.db import connection, transaction
from django.db.models import Model, Q
from django.utils import translation
from wagtail.models import Page

from cms.search.engines import engine_of
from cms.search.grams import initial_tokens, tokens, words_of
from cms.search.hangul import strokes
from cms.search.models import Document, Word
from cms.search.sources import PAGES, Found, all_sources, live_pages, of_page, of_record, sources_of

BATCH = 200
LONGEST_TEXT = 60_000


@transaction.atomic
def refresh(record: Model) -> None:
    """Write the documents of a page or record anew; what is no longer public goes."""
    if isinstance(record, Page):
        _replace(PAGES, str(record.pk), of_page(record.specific))
        return
    for owner, source in sources_of(type(record)):
        _replace(source.key, str(record.pk), of_record(owner, source, record))


@transaction.atomic
def refresh_tree(page: Page) -> None:
    """Write a page and every page below it anew, e.g. after a move."""
    pages = Page.objects.filter(path__startswith=page.path, depth__gt=1).specific()
    for each in pages.iterator():
        refresh(each)


@transaction.atomic
def forget(record: Model) -> None:
    """Take the documents of a record that is gone out of the index."""
    if isinstance(record, Page):
        _replace(PAGES, str(record.pk), [])
        return
    for _owner, source in sources_of(type(record)):
        _replace(source.key, str(record.pk), [])


@transaction.atomic
def rebuild() -> int:
    """Make the whole index anew from what is public now; return how many documents it has."""
    Document.objects.all().delete()
    Word.objects.all().delete()
    rows = [_row(PAGES, str(page.pk), found) for page in live_pages() for found in of_page(page)]
    for owner, source in all_sources():
        for record in apps.get_model(source.model)._default_manager.iterator():
            rows += [
                _row(source.key, str(record.pk), found)
                for found in of_record(owner, source, record)
            ]
    Document.objects.bulk_create(rows, batch_size=BATCH)
    _count(Counter((row.locale, word) for row in rows for word in _words(row)))
    engine_of(connection.vendor).rebuild(connection)
    return len(rows)


def reconcile() -> None:
    """Write anew what changed without being heard of, e.g. a class that is over by now.

    For the worker, daily: one short transaction for each record, none for most.
    """
    managers = {
        source.key: apps.get_model(source.model)._default_manager
        for _owner, source in all_sources()
    }
    known = {
        key: {str(pk) for pk in records.values_list("pk", flat=True)}
        for key, records in {PAGES: Page.objects.live(), **managers}.items()
    }
    # What belongs to nothing goes first: it may stand where a record's document belongs.
    for source_key, record_id in set(Document.objects.values_list("source", "record_id")):
        if record_id not in known.get(source_key, ()):
            with transaction.atomic():
                _replace(source_key, record_id, [])
    for page in live_pages():
        refresh(page)
    for manager in managers.values():
        for record in manager.iterator():
            refresh(record)


def _replace(source: str, record_id: str, found: Iterable[Found]) -> None:
    old = list(Document.objects.filter(source=source, record_id=record_id))
    new = [_row(source, record_id, item) for item in found]
    if sorted(map(_said, old)) == sorted(map(_said, new)):
        return
    by_place = {(row.object_id, row.locale): row for row in old}
    for row in new:
        known = by_place.pop((row.object_id, row.locale), None)
        row.pk = known.pk if known else None
        row.save()
    gone = [row.pk for row in by_place.values()]
    if gone:
        Document.objects.filter(pk__in=gone).delete()
    changes = Counter((row.locale, word) for row in new for word in _words(row))
    changes.subtract((row.locale, word) for row in old for word in _words(row))
    _count(changes)
    engine_of(connection.vendor).fill(connection, [row.pk for row in new])


def _row(source: str, record_id: str, found: Found) -> Document:
    document = found.document
    title, body = document.title[:300], document.body.replace("\x00", "")[:LONGEST_TEXT]
    with translation.override(document.locale):
        kind = str(document.kind)
    return Document(
        source=source,
        record_id=record_id,
        object_id=document.object_id,
        locale=document.locale,
        plugins="," + "".join(f"{label}," for label in sorted(found.plugins)),
        kind=kind[:60],
        title=title.replace("\x00", ""),
        body=body,
        url=document.url,
        date=document.date,
        facets=dict(document.facets),
        title_grams=" ".join(tokens(title)),
        body_grams=" ".join(tokens(body)),
        initials=" ".join(initial_tokens(title, body)),
    )


def _said(row: Document) -> tuple[str, ...]:
    """Return all there is to a document, to be compared."""
    fields = ("object_id", "locale", "plugins", "kind", "title", "body", "url", "date", "facets")
    return tuple(str(getattr(row, name)) for name in fields)


def _words(row: Document) -> set[str]:
    return {*words_of(row.title), *words_of(row.body)}


def _count(changes: Counter[tuple[str, str]]) -> None:
    """Add to the counts of known words; raises nothing for words never seen."""
    rows = [
        (locale, word, len(strokes(word)), number)
        for (locale, word), number in sorted(changes.items())
        if number
    ]
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO search_word (locale, word, strokes, documents) VALUES (%s, %s, %s, %s) "
            "ON CONFLICT (locale, word) "
            "DO UPDATE SET documents = search_word.documents + excluded.documents",
            rows,
        )
    if any(number < 0 for *_rest, number in rows):
        Word.objects.filter(Q(documents__lte=0)).delete()
