"""Triggers that refuse to change or delete the access log, on SQLite and PostgreSQL.

Only rows up to the chain's cut may go, the cut never goes back, and the chain's own row goes
only when all is cut off. On SQLite an
``INSERT OR REPLACE`` would slip past a trigger on deletion: one before insertion stands there.
"""

from typing import Any

TABLES = {
    "privacy_look": "OLD.number",
    "privacy_lookedat": "(SELECT number FROM privacy_look WHERE id = OLD.look_id)",
}
# Without the chain's row nothing is left that it could guard.
CUT = "COALESCE((SELECT cut_number FROM privacy_chain WHERE id = 1), 9223372036854775807)"

SQLITE = [
    *(
        f"CREATE TRIGGER {table}_stays BEFORE UPDATE ON {table} "
        "BEGIN SELECT RAISE(ABORT, 'the access log is never changed'); END"
        for table in TABLES
    ),
    *(
        f"CREATE TRIGGER {table}_kept BEFORE DELETE ON {table} WHEN {number} > {CUT} "
        "BEGIN SELECT RAISE(ABORT, 'the access log is only cut at its oldest end'); END"
        for table, number in TABLES.items()
    ),
    (
        "CREATE TRIGGER privacy_look_once BEFORE INSERT ON privacy_look "
        "WHEN EXISTS (SELECT 1 FROM privacy_look WHERE number = NEW.number OR id = NEW.id) "
        "BEGIN SELECT RAISE(ABORT, 'the access log is never changed'); END"
    ),
    (
        "CREATE TRIGGER privacy_lookedat_once BEFORE INSERT ON privacy_lookedat "
        "WHEN EXISTS (SELECT 1 FROM privacy_lookedat WHERE id = NEW.id) "
        "BEGIN SELECT RAISE(ABORT, 'the access log is never changed'); END"
    ),
    (
        "CREATE TRIGGER privacy_chain_forward BEFORE UPDATE ON privacy_chain "
        "WHEN NEW.cut_number < OLD.cut_number OR NEW.number < OLD.number "
        "BEGIN SELECT RAISE(ABORT, 'the access log never goes back'); END"
    ),
    (
        "CREATE TRIGGER privacy_chain_kept BEFORE DELETE ON privacy_chain "
        "WHEN OLD.cut_number < OLD.number "
        "BEGIN SELECT RAISE(ABORT, 'the access log never goes back'); END"
    ),
]

_FUNCTION = """
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    {body}
    RETURN COALESCE(NEW, OLD);
END $$
"""
_REFUSE = "RAISE EXCEPTION '%' USING ERRCODE = 'integrity_constraint_violation';"

POSTGRESQL = [
    _FUNCTION.format(
        name="privacy_log_stays",
        body=_REFUSE.replace("'%'", "'the access log is never changed'"),
    ),
    *(
        _FUNCTION.format(
            name=f"{table}_kept",
            body=f"IF {number} > {CUT} THEN "
            + _REFUSE.replace("'%'", "'the access log is only cut at its oldest end'")
            + " END IF;",
        )
        for table, number in TABLES.items()
    ),
    _FUNCTION.format(
        name="privacy_chain_forward",
        body="IF NEW.cut_number < OLD.cut_number OR NEW.number < OLD.number THEN "
        + _REFUSE.replace("'%'", "'the access log never goes back'")
        + " END IF;",
    ),
    _FUNCTION.format(
        name="privacy_chain_kept",
        body="IF OLD.cut_number < OLD.number THEN "
        + _REFUSE.replace("'%'", "'the access log never goes back'")
        + " END IF;",
    ),
    (
        "CREATE TRIGGER privacy_chain_kept BEFORE DELETE ON privacy_chain "
        "FOR EACH ROW EXECUTE FUNCTION privacy_chain_kept()"
    ),
    *(
        f"CREATE TRIGGER {table}_stays BEFORE UPDATE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION privacy_log_stays()"
        for table in TABLES
    ),
    *(
        f"CREATE TRIGGER {table}_kept BEFORE DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {table}_kept()"
        for table in TABLES
    ),
    (
        "CREATE TRIGGER privacy_chain_forward BEFORE UPDATE ON privacy_chain "
        "FOR EACH ROW EXECUTE FUNCTION privacy_chain_forward()"
    ),
]

REMOVE = {
    "sqlite": [
        f"DROP TRIGGER IF EXISTS {name}"
        for name in (
            "privacy_look_stays",
            "privacy_lookedat_stays",
            "privacy_look_kept",
            "privacy_lookedat_kept",
            "privacy_look_once",
            "privacy_lookedat_once",
            "privacy_chain_forward",
            "privacy_chain_kept",
        )
    ],
    "postgresql": [
        f"DROP FUNCTION IF EXISTS {name}() CASCADE"
        for name in (
            "privacy_log_stays",
            "privacy_look_kept",
            "privacy_lookedat_kept",
            "privacy_chain_forward",
            "privacy_chain_kept",
        )
    ],
}


def install(_apps: Any, schema_editor: Any) -> None:
    """Put the triggers in place."""
    vendor = schema_editor.connection.vendor
    with schema_editor.connection.cursor() as cursor:
        for statement in SQLITE if vendor == "sqlite" else POSTGRESQL:
            cursor.execute(statement)


def remove(_apps: Any, schema_editor: Any) -> None:
    """Take the triggers away."""
    with schema_editor.connection.cursor() as cursor:
        for statement in REMOVE[schema_editor.connection.vendor]:
            cursor.execute(statement)
