"""``python -m tests.kills [kills] [seed]``: processes killed at random moments, 100 unless told.

On SQLite, or on PostgreSQL with ``DATABASE_URL``; a test database is made and dropped.
"""

import os
import sys
import tempfile
from pathlib import Path

USUAL = 100


def main(kills: int = USUAL, seed: int | None = None) -> int:
    """Rehearse and print the figures; return how much was wrong."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.test")
    import django

    django.setup()
    from django.db import connection

    from tests.kills.rehearsal import rehearse

    given = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        with tempfile.TemporaryDirectory(prefix="pumasi-kills-") as place:
            found = rehearse(Path(place), kills=kills, seed=seed, backups=True)
    finally:
        connection.creation.destroy_test_db(given, verbosity=0)
    for name, value in vars(found).items():
        if name != "wrong":
            print(f"{name:>18}  {dict(value) if name == 'kills' else value}")
    print("\n".join(found.wrong) or "Nothing was lost, and nothing happened twice that must not.")
    return len(found.wrong)


if __name__ == "__main__":
    sys.exit(main(*(int(word) for word in sys.argv[1:])))
