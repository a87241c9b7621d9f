"""The cache in files, which counts its files now and then instead of at each write."""

import random

from django.core.cache.backends.filebased import FileBasedCache

EVERY = 100


class SparingFileCache(FileBasedCache):
    """Django's cache in files, for one machine.

    Django lists the whole folder before it writes, to see whether there are more than
    ``MAX_ENTRIES`` files: the more people are about, the longer each waits. Once in a hundred
    writes is enough to keep the folder small; it may hold some hundred files more.
    """

    def _cull(self) -> None:
        if random.randrange(EVERY) == 0:  # noqa: S311 - no secret
            super()._cull()
