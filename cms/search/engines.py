"""The full-text index of each database: made, filled and asked in its own language.

SQLite: an external-content FTS5 table that triggers keep in step with the documents.
PostgreSQL: a ``tsvector`` column written with its positions and weights by us, so that
no parser, dictionary or locale of the server has a say (under ``lc_ctype=C`` they know
no Hangul). Titles weigh five times as much as text on both. Tokens are letters and
digits only, and quoted all the same.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from cms.search.expressions import All, Expression, Phrase

SQLITE_INSTALL = (
    """CREATE VIRTUAL TABLE IF NOT EXISTS search_index USING fts5(
        title_grams, body_grams, initials,
        content='search_document', content_rowid='id', tokenize='unicode61 remove_diacritics 0'
    )""",
    """CREATE TRIGGER IF NOT EXISTS search_document_added AFTER INSERT ON search_document BEGIN
        INSERT INTO search_index(rowid, title_grams, body_grams, initials)
        VALUES (new.id, new.title_grams, new.body_grams, new.initials);
    END""",
    """CREATE TRIGGER IF NOT EXISTS search_document_removed AFTER DELETE ON search_document BEGIN
        INSERT INTO search_index(search_index, rowid, title_grams, body_grams, initials)
        VALUES ('delete', old.id, old.title_grams, old.body_grams, old.initials);
    END""",
    """CREATE TRIGGER IF NOT EXISTS search_document_changed AFTER UPDATE ON search_document BEGIN
        INSERT INTO search_index(search_index, rowid, title_grams, body_grams, initials)
        VALUES ('delete', old.id, old.title_grams, old.body_grams, old.initials);
        INSERT INTO search_index(rowid, title_grams, body_grams, initials)
        VALUES (new.id, new.title_grams, new.body_grams, new.initials);
    END""",
)
SQLITE_REMOVE = (
    "DROP TRIGGER IF EXISTS search_document_added",
    "DROP TRIGGER IF EXISTS search_document_removed",
    "DROP TRIGGER IF EXISTS search_document_changed",
    "DROP TABLE IF EXISTS search_index",
)
POSTGRES_INSTALL = (
    "ALTER TABLE search_document ADD COLUMN IF NOT EXISTS vector tsvector",
    "CREATE INDEX IF NOT EXISTS search_document_vector ON search_document USING gin (vector)",
)
POSTGRES_REMOVE = ("ALTER TABLE search_document DROP COLUMN IF EXISTS vector",)

# PostgreSQL's limits: positions end here, and a token keeps this many of them.
LAST_POSITION = 16_383
MOST_POSITIONS = 255


class SqliteEngine:
    """FTS5."""

    install, remove = SQLITE_INSTALL, SQLITE_REMOVE
    tables = "search_index JOIN search_document ON search_document.id = search_index.rowid"
    matches = "search_index MATCH %s"
    rank = "bm25(search_index, 5.0, 1.0, 2.0)"
    rank_takes_query = False

    def query(self, expression: Expression) -> str:
        """Return the expression as an FTS5 query."""
        if isinstance(expression, Phrase):
            quoted = " ".join(token.replace('"', "") for token in expression.tokens)
            return f'"{quoted}"{" *" if expression.prefix else ""}'
        word = " AND " if isinstance(expression, All) else " OR "
        return f"({word.join(self.query(part) for part in expression.parts)})"

    def fill(self, connection: Any, ids: Iterable[int]) -> None:
        """Do nothing: the triggers have."""

    def rebuild(self, connection: Any) -> None:
        """Build the index anew from the documents' tokens."""
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO search_index(search_index) VALUES ('rebuild')")


class PostgresEngine:
    """tsvector and GIN."""

    install, remove = POSTGRES_INSTALL, POSTGRES_REMOVE
    tables = "search_document"
    matches = "vector @@ %s::tsquery"
    # Weights of D, C (initials), B (text), A (title); 1: long texts do not win by length.
    rank = "-ts_rank('{0.1, 0.4, 0.2, 1.0}', vector, %s::tsquery, 1)"
    rank_takes_query = True

    def query(self, expression: Expression) -> str:
        """Return the expression as a tsquery."""
        if isinstance(expression, Phrase):
            quoted = [f"'{_bare(token)}'" for token in expression.tokens]
            quoted[-1] += ":*" if expression.prefix else ""
            return f"({' <-> '.join(quoted)})"
        sign = " & " if isinstance(expression, All) else " | "
        return f"({sign.join(self.query(part) for part in expression.parts)})"

    def fill(self, connection: Any, ids: Iterable[int]) -> None:
        """Write the vectors of the documents with those keys."""
        from cms.search.models import Document

        rows = Document.objects.filter(pk__in=list(ids)).values_list(
            "title_grams", "body_grams", "initials", "pk"
        )
        vectors = [(vector(*grams), pk) for *grams, pk in rows]
        with connection.cursor() as cursor:
            cursor.executemany(
                "UPDATE search_document SET vector = %s::tsvector WHERE id = %s", vectors
            )

    def rebuild(self, connection: Any) -> None:
        """Write every vector anew."""
        from cms.search.models import Document

        self.fill(connection, Document.objects.values_list("pk", flat=True))


def vector(title: str, body: str, initials: str) -> str:
    """Return a tsvector's text: each token with its positions and the weight of its part."""
    places: dict[str, list[str]] = {}
    at = 0
    for text, weight in ((title, "A"), (initials, "C"), (body, "B")):
        for token in text.split():
            at = min(at + 1, LAST_POSITION)
            found = places.setdefault(_bare(token), [])
            if len(found) < MOST_POSITIONS:
                found.append(f"{at}{weight}")
        # Parts do not touch: no phrase runs from one into the next.
        at = min(at + 5, LAST_POSITION)
    return " ".join(f"'{token}':{','.join(found)}" for token, found in places.items() if token)


def _bare(token: str) -> str:
    return token.replace("'", "").replace("\\", "")


def engine_of(vendor: str) -> SqliteEngine | PostgresEngine:
    """Return the engine of a database vendor, as Django names it."""
    return PostgresEngine() if vendor == "postgresql" else SqliteEngine()


def run(connection: Any, statements: Sequence[str]) -> None:
    """Execute statements one by one."""
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
