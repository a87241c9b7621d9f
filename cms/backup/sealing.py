"""Encryption for somebody who is not here: by the programs ``age`` or ``gpg``.

An age recipient begins with ``age1`` or ``ssh-``; any other is a key of GnuPG's key ring.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from cms.backup.refusals import BackupFailed, Unsound

AGE_MAGIC = b"age-encryption.org/v1"
AGE_ARMOUR = b"-----BEGIN AGE"
TAR_MAGIC_AT = 257


def suffix(recipients: Sequence[str]) -> str:
    """Return what the archive's name ends with: ``""``, ``".age"`` or ``".gpg"``.

    Raises BackupFailed when the recipients are of both kinds or the program is missing.
    """
    kinds = {_program(recipient) for recipient in recipients}
    if not kinds:
        return ""
    if len(kinds) > 1:
        raise BackupFailed("Give recipients of age or of GnuPG, not of both.")
    program = kinds.pop()
    _need(program, BackupFailed)
    return f".{program}"


@contextmanager
def sealed(target: IO[bytes], recipients: Sequence[str]) -> Iterator[IO[bytes]]:
    """Give the stream to write to: ``target`` itself, or the program that encrypts into it."""
    if not recipients:
        yield target
        return
    program = _program(recipients[0])
    options = [
        "--batch",
        "--yes",
        "--trust-model",
        "always",
        "--compress-algo",
        "none",
        "--encrypt",
    ]
    words = [program, *(options if program == "gpg" else [])]
    for recipient in recipients:
        words += ["--recipient", recipient]
    process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=target, stderr=subprocess.PIPE)
    assert process.stdin is not None and process.stderr is not None  # noqa: S101, PT018 - pipes
    try:
        yield process.stdin
        process.stdin.close()
    except BrokenPipeError:
        pass  # it has given up; its own words say why
    finally:
        said = _end(process)
    if process.returncode:
        raise BackupFailed(f"{program} failed: {said}")


@contextmanager
def opened(archive: Path, identity: Path | None) -> Iterator[IO[bytes]]:
    """Give the archive's plain bytes, in order, decrypted where it is sealed; raises Unsound."""
    # Without a buffer: the program reads on where this one stands.
    with archive.open("rb", buffering=0) as file:
        head = file.read(512)
        file.seek(0)
        if head[TAR_MAGIC_AT : TAR_MAGIC_AT + 5] == b"ustar":
            yield file
            return
        program = "age" if head.startswith((AGE_MAGIC, AGE_ARMOUR)) else "gpg"
        if not head or (program == "gpg" and not _may_be_gpg(head)):
            raise Unsound(f"{archive.name} is no backup archive.")
        _need(program, Unsound)
        if program == "age" and identity is None:
            raise Unsound("It is encrypted with age: give the key file by --identity.")
        key = ["--identity", str(identity)] if program == "age" else ["--batch"]
        process = subprocess.Popen(
            [program, "--decrypt", *key], stdin=file, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        assert process.stdout is not None  # noqa: S101 - a pipe
        wrong: Unsound | None = None
        try:
            yield process.stdout
        except Unsound as error:
            wrong = error
        finally:
            while process.stdout.read(1 << 20):
                pass  # to its end: only there is it known that nothing was changed
            process.stdout.close()
            said = _end(process)
        if process.returncode:
            raise Unsound(f"{program} cannot open it: {said}") from wrong
        if wrong is not None:
            raise wrong


def _end(process: subprocess.Popen[bytes]) -> str:
    if process.stdin is not None and not process.stdin.closed:
        process.kill()  # what was being written is not wanted any more
        with suppress(BrokenPipeError):
            process.stdin.close()
    assert process.stderr is not None  # noqa: S101 - a pipe
    said = process.stderr.read().decode("utf-8", "replace").strip()[-500:]
    process.stderr.close()
    process.wait()
    return said


def _may_be_gpg(head: bytes) -> bool:
    return bool(head[0] & 0x80) or head.startswith(b"-----BEGIN PGP")


def _program(recipient: str) -> str:
    return "age" if recipient.startswith(("age1", "ssh-")) else "gpg"


def _need(program: str, refusal: type[Exception]) -> None:
    if shutil.which(program, path=os.environ.get("PATH")) is None:
        raise refusal(f"{program} is not installed here; the package has the same name.")
