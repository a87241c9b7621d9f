"""What stands in for a block whose plug-in is off or gone.

Its value is the stored JSON, untouched. In the editor's form that JSON travels as a
signed token, so that the server takes back exactly what it gave out; a forged or missing
token is refused and nothing is saved. On the site a locked block shows nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_lazy
from wagtail.blocks import Block

_SALT = "cms.streams.locked"


@dataclass(frozen=True, slots=True)
class LockedValue:
    """The stored JSON of a block that cannot be opened now; None if its token was bad."""

    raw: Any
    authentic: bool = True


class LockedBlock(Block):
    """Keeps the JSON of one block type; ``installed`` is its true block, if there is one."""

    class Meta:
        icon = "lock"

    def __init__(self, installed: Block | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.installed = installed

    def normalize(self, value: Any) -> LockedValue:
        if isinstance(value, LockedValue):
            return value
        if self.installed is None:
            return LockedValue(value)
        return LockedValue(self.installed.get_prep_value(self.installed.normalize(value)))

    def to_python(self, value: Any) -> LockedValue:
        return value if isinstance(value, LockedValue) else LockedValue(value)

    def get_prep_value(self, value: LockedValue) -> Any:
        return value.raw

    def clean(self, value: LockedValue) -> LockedValue:
        if not value.authentic:
            raise ValidationError(
                gettext_lazy(
                    "This block belongs to a plug-in that is switched off, and what was sent "
                    "for it could not be verified. Reload the page and try again."
                )
            )
        return value

    def get_form_state(self, value: LockedValue) -> dict[str, str]:
        return {"locked": seal(self.name, value.raw) if value.authentic else ""}

    def render(self, value: LockedValue, context: Any = None) -> str:
        return ""

    def render_basic(self, value: LockedValue, context: Any = None) -> str:
        return gettext("[%(name)s: locked]") % {"name": self.label}

    def extract_references(self, value: LockedValue) -> Iterable[Any]:
        if self.installed is None:
            return ()
        return self.installed.extract_references(self.installed.to_python(value.raw))

    def get_api_representation(self, value: LockedValue, context: Any = None) -> Any:
        return None


def stand_in_for(name: str, installed: Block | None = None) -> LockedBlock:
    """Return a stand-in for blocks of type ``name``, which shows the true block's label."""
    label = installed.label if installed is not None else name
    block = LockedBlock(installed, label=label)
    block.set_name(name)
    return block


def seal(name: str, raw: Any) -> str:
    """Return the JSON of a locked block as a token for the editor's form."""
    return signing.dumps({"type": name, "value": raw}, salt=_SALT, compress=True)


def unseal(name: str, token: str) -> LockedValue:
    """Return what ``token`` holds for a block of type ``name``; unauthentic if it does not."""
    try:
        content = signing.loads(token, salt=_SALT)
    except signing.BadSignature:
        return LockedValue(None, authentic=False)
    if content.get("type") != name:
        return LockedValue(None, authentic=False)
    return LockedValue(content["value"])
