"""One file that holds a whole site, and the way back (``docs/decisions/0006-backup.md``)."""
