"""What an archive says of itself: of which release it is, what it holds, what it needs.

``manifest.json`` is the last member but one; ``manifest.sha256`` closes the archive, so
that one which breaks off anywhere is not taken for whole.
"""

import json
import tomllib
from dataclasses import asdict, dataclass, field
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from cms.backup.refusals import RestoreRefused, Unsound
from cms.settings.environment import names_given

FORMAT = 1
NAME = "manifest.json"
SEAL = "manifest.sha256"


@dataclass(kw_only=True)
class Manifest:
    """All of it is plain JSON. Sizes are bytes; ``made_at`` is ISO 8601 in UTC.

    ``needs`` are names of settings that were given to the site from outside, never their
    values; ``missing`` are uploads a row points at that were gone before the backup.
    """

    format: int = FORMAT
    version: str
    made_at: str
    vendor: str
    plugins: list[str]
    migrations: list[str]
    needs: list[str]
    elsewhere: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    members: dict[str, dict[str, Any]] = field(default_factory=dict)

    def as_json(self) -> bytes:
        """Return it as bytes for the archive."""
        return json.dumps(asdict(self), indent=1, sort_keys=True).encode()

    @property
    def rows(self) -> int:
        """How many rows all tables hold."""
        return sum(self.counts.values())


def of_this_site() -> Manifest:
    """Return what is known before anything is copied."""
    return Manifest(
        version=version(),
        made_at=timezone.now().isoformat(timespec="seconds"),
        vendor=connection.vendor,
        plugins=list(settings.PLUGINS),
        migrations=sorted(
            f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations()
        ),
        needs=names_given(),
    )


def read(content: bytes) -> Manifest:
    """Return the manifest of an archive; raises Unsound when it cannot be understood."""
    try:
        values = json.loads(content)
        if values["format"] != FORMAT:
            raise Unsound(f"{NAME} is of format {values['format']}; this release reads {FORMAT}.")
        return Manifest(**values)
    except (ValueError, TypeError, KeyError) as error:
        raise Unsound(f"{NAME} is damaged: {error}") from error


def version() -> str:
    """Return the release of this code."""
    with (settings.BASE_DIR / "pyproject.toml").open("rb") as file:
        return str(tomllib.load(file)["project"]["version"])


def require_fitting(manifest: Manifest) -> None:
    """Raise RestoreRefused unless this code can run on what the archive holds."""
    if manifest.vendor != connection.vendor:
        raise RestoreRefused(
            f"The archive is of a {manifest.vendor} database, this site uses {connection.vendor}. "
            "Restore it where DATABASE_URL is of that kind; copyfromsqlite moves it from there."
        )
    absent = [name for name in manifest.plugins if name not in settings.PLUGINS]
    if absent:
        raise RestoreRefused(
            f"The archive holds records of plug-ins that are not installed here: "
            f"{', '.join(absent)}. Install them and add them to PLUGINS first."
        )
    disk = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    known = {f"{app}.{name}" for app, name in disk} | {
        f"{app}.{name}" for migration in disk.values() for app, name in migration.replaces
    }
    labels = {app for app, _name in disk}
    newer = [
        name for name in manifest.migrations if name not in known and name.split(".")[0] in labels
    ]
    if newer:
        raise RestoreRefused(
            f"The archive is newer than this code (release {manifest.version}, here {version()}): "
            f"{', '.join(newer[:3])} is not known here. Install that release first."
        )
