"""The sender's file name, made safe to show and to send back.

It is only ever a label: the name on disk is ours (``models.private_name``).
"""

import re
import unicodedata

MAX_LENGTH = 80
"""Characters kept: 240 bytes in Hangul, and file systems take 255."""


def clean_name(name: str) -> str:
    """Return a file name without folders, control or direction marks, in composed Hangul.

    ``"C:\\\\문서\\\\영수증.pdf"`` becomes ``"영수증.pdf"``; macOS sends Hangul taken apart (NFD),
    which no other system finds again, so it is put together (NFC). The extension survives
    the shortening. A name with nothing left becomes ``"file"``.
    """
    last = re.split(r"[/\\]", name)[-1]
    composed = unicodedata.normalize("NFC", last)
    # Cc control, Cf direction marks and joiners, Cs lone surrogates, Zl/Zp line ends.
    visible = "".join(
        " " if char.isspace() else char
        for char in composed
        if char.isspace() or unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co", "Cn"}
    )
    tidy = re.sub(r'[<>:"|?*\s]+', " ", visible).strip(" .")
    stem, dot, extension = tidy.rpartition(".")
    if not dot:
        stem, extension = tidy, ""
    stem = stem[: max(MAX_LENGTH - len(extension) - 1, 1)].strip(" .") or "file"
    return f"{stem}{dot}{extension}" if dot else stem


def extension_of(name: str) -> str:
    """Return the extension in lower case without its dot, ``""`` when there is none."""
    return name.rpartition(".")[2].lower() if "." in name else ""
