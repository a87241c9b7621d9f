"""Who may read whose private fields: the table the canaries are held against."""

import io
import re
import zipfile

ZIP = b"PK\x03\x04"

MATES = frozenset({"member", "leader", "treasurer"})
READS_PEOPLE = frozenset({"coordinator", "administrator"})
READS_COMMUNITIES = READS_PEOPLE | {"accountant"}

# field: (staff who may read it, whether those of the same community may)
FIELDS: dict[str, tuple[frozenset[str], bool]] = {
    "name": (READS_COMMUNITIES, True),
    "email": (READS_PEOPLE, False),
    "phone": (READS_PEOPLE, False),
    "child": (frozenset(), False),
    "kid": (READS_PEOPLE, False),
    "calendar": (frozenset(), False),
    "staffcalendar": (frozenset(), False),
    "invitation": (frozenset(), False),
    "ticket": (frozenset(), False),
    "invited": (frozenset(), False),
    "answer": (frozenset({"coordinator"}), True),
    "file": (frozenset({"coordinator"}), True),
    "budget": (frozenset({"coordinator", "accountant"}), True),
    "aside": (frozenset(), True),
    "asker": (READS_PEOPLE, False),
    "asknotes": (READS_PEOPLE, False),
    "asktoken": (frozenset(), False),
    "printed": (READS_PEOPLE, False),
    "said": (frozenset({"editor", "coordinator", "administrator"}), False),
    "claim": (READS_PEOPLE, False),
    "draft": (frozenset({"editor", "coordinator"}), False),
}

# Named fields only: a random token may hold anything that looks like a canary.
CANARY = re.compile(rb"zq(%s)0([a-z]+?)zq" % "|".join(FIELDS).encode(), re.IGNORECASE)

# A draft is its community's own: nobody of the staff reads the second home's.
DRAFTS = {("answer", "other"), ("file", "other"), ("budget", "other")}

SHOWN_TO_ALL = {
    # Whoever holds an invitation is told who invites.
    ("members_invitations:answer", "name", "leader"),
    ("members_invitations:answer", "name", "other"),
    # Whoever holds an organisation's link reads what it asked for, and can answer.
    *(("events_outreach:request", "asker", owner) for owner in ("member", "other")),
    *(
        (f"events_outreach:{page}", "asktoken", owner)
        for page in ("request", "accept", "another", "withdraw")
        for owner in ("member", "other")
    ),
}


def secrets_in(content: bytes) -> frozenset[tuple[str, str]]:
    """Return ``(field, owner)`` of every canary in a body, inside spreadsheets too."""
    if content.startswith(ZIP):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            content = b"\n".join(archive.read(name) for name in archive.namelist())
    return frozenset(
        (found[1].decode().lower(), found[2].decode().lower()) for found in CANARY.finditer(content)
    )


def may_read(field: str, owner: str, reader: str, address: str = "") -> bool:
    """Return whether the reader may be shown this field of the owner, at that address."""
    staff, mates = FIELDS[field]
    if (reader, address) == ("administrator", "staff:person_archive"):
        return True  # asked for by the person, with a reason, on the access log
    if reader == owner or (address, field, owner) in SHOWN_TO_ALL:
        return True
    if mates and {reader, owner} <= MATES:
        return True
    return reader in staff and (field, owner) not in DRAFTS
