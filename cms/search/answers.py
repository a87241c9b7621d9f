"""Answering a question from the index: which documents, how many, of which kinds.

The number of queries does not depend on how much is found: known words, synonyms, then
for each way of asking one count by kind, and one for the page of documents.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db import connection
from django.db.models import F
from django.utils import timezone

from cms.search.engines import engine_of
from cms.search.expressions import Expression
from cms.search.models import Document, EmptySearch
from cms.search.query import Question
from cms.search.suggest import suggestion
from plugins.state import disabled_labels

PER_PAGE = 10
KEEP_EMPTY = timedelta(days=365)
_DIGITS_OF_A_PERSON = 6


@dataclass
class Answer:
    """What a question found. ``total`` counts the chosen kind only, ``kinds`` all."""

    question: Question
    documents: list[Document] = field(default_factory=list)
    total: int = 0
    kinds: list[tuple[str, int]] = field(default_factory=list)
    suggestion: str = ""
    is_loose: bool = False
    """Whether nothing had every word, and these come close."""


def answer(question: Question, *, kind: str = "", page: int = 1) -> Answer:
    """Return the documents of one page of results; ``kind`` narrows them to one kind."""
    result = Answer(question)
    strict = question.strict()
    expression, result.kinds = strict, _kinds(strict, question.locale)
    for way in (question.of_known_words, question.loose):
        if not result.kinds:
            expression = way()
            result.kinds = _kinds(expression, question.locale)
            result.is_loose = bool(result.kinds)
    if result.is_loose or not result.kinds:
        result.suggestion = suggestion(question)
    counts = dict(result.kinds)
    result.total = counts.get(kind, 0) if kind else sum(counts.values())
    if expression is not None and result.total:
        result.documents = _documents(expression, question.locale, kind, page)
    return result


def note_empty(question: Question) -> None:
    """Remember that a question found nothing, unless it looks like somebody's data."""
    text = question.text[:60]
    digits = sum(letter.isdigit() for letter in text)
    if not text or "@" in question.typed or digits >= _DIGITS_OF_A_PERSON:
        return
    now = timezone.now()
    row, created = EmptySearch.objects.get_or_create(
        locale=question.locale, query=text, defaults={"last_at": now}
    )
    if not created:
        EmptySearch.objects.filter(pk=row.pk).update(count=F("count") + 1, last_at=now)
    EmptySearch.objects.filter(last_at__lt=now - KEEP_EMPTY).delete()


def _kinds(expression: Expression | None, locale: str) -> list[tuple[str, int]]:
    if expression is None:
        return []
    engine = engine_of(connection.vendor)
    where, params = _where(expression, locale)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT search_document.kind, COUNT(*) FROM {engine.tables} WHERE {where} "  # noqa: S608 - fixed words only; values are parameters
            "GROUP BY search_document.kind ORDER BY 2 DESC, 1",
            params,
        )
        return [(str(kind), int(count)) for kind, count in cursor.fetchall()]


def _documents(expression: Expression, locale: str, kind: str, page: int) -> list[Document]:
    engine = engine_of(connection.vendor)
    where, params = _where(expression, locale)
    if kind:
        where, params = f"{where} AND search_document.kind = %s", [*params, kind]
    rank = [engine.query(expression)] if engine.rank_takes_query else []
    sql = (
        f"SELECT search_document.id, {engine.rank} AS found_rank FROM {engine.tables} "  # noqa: S608 - as above
        f"WHERE {where} "
        "ORDER BY found_rank, search_document.date DESC NULLS LAST, search_document.id "
        "LIMIT %s OFFSET %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [*rank, *params, PER_PAGE, (page - 1) * PER_PAGE])
        ids = [row[0] for row in cursor.fetchall()]
    by_id = Document.objects.defer("title_grams", "body_grams", "initials").in_bulk(ids)
    return [by_id[pk] for pk in ids if pk in by_id]


def _where(expression: Expression, locale: str) -> tuple[str, list[Any]]:
    engine = engine_of(connection.vendor)
    parts = [engine.matches, "search_document.locale = %s"]
    params: list[Any] = [engine.query(expression), locale]
    for label in sorted(disabled_labels()):
        parts.append("search_document.plugins NOT LIKE %s")
        params.append(f"%,{label},%")
    return " AND ".join(parts), params
