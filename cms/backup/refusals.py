"""What keeps a backup from being made, read or put back; the message is for the operator."""

import shutil
import subprocess
from collections.abc import Mapping, Sequence
from typing import Any


class BackupFailed(Exception):
    """The backup cannot be made; nothing was left behind."""


class Unsound(Exception):
    """The archive is damaged, not whole, or not ours; the message names the member."""


class RestoreRefused(Exception):
    """The archive is not put back as things stand; the site is as it was."""


def run_program(
    words: Sequence[str], *, package: str, environment: Mapping[str, str], **more: Any
) -> None:
    """Run a program to its end; raise BackupFailed, with its own words, when it cannot."""
    if shutil.which(words[0]) is None:
        raise BackupFailed(f"{words[0]} is not installed here; the package is {package}.")
    done = subprocess.run(words, env=dict(environment), stderr=subprocess.PIPE, check=False, **more)
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip()
        raise BackupFailed(f"{words[0]} failed: {said[-1000:]}")
