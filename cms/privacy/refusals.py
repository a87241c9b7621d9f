"""Why an export or an erasure was declined; the message is for the person who asked."""

from collections.abc import Sequence

from plugins.api import Hindrance


class Hindered(Exception):
    """The person must see to something first; ``hindrances`` say what and where."""

    def __init__(self, hindrances: Sequence[Hindrance]) -> None:
        self.hindrances = tuple(hindrances)
        super().__init__("; ".join(str(one.text) for one in hindrances))
