"""The stream of blocks a page body is made of: the host's, and those plug-ins offer.

``child_blocks`` answers for every name. Iterated, it yields all *installed* blocks, the
same at any time, as validation wants it. Asked for one, it gives the real block while
its plug-in is on, else the locked stand-in. What may be inserted is asked for apart
(``ordered_child_blocks``): only what is on and whose form can be made; a plug-in whose
block fails there has it locked in the editor, as if it were off, and its failure logged.
So all of Wagtail's own code that reads, writes, compares and copies streams passes locked
blocks through without knowing.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.module_loading import import_string
from django.utils.translation import gettext
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.telepath import JSContext, register
from wagtail.blocks import Block, StreamBlock, StreamValue
from wagtail.blocks.stream_block import StreamBlockAdapter

from cms.streams.locked import LockedBlock, LockedValue, seal, stand_in_for, unseal
from plugins.api import ContentBlock
from plugins.registry import guarded, registry
from plugins.state import is_enabled


class BlockTypes(dict[str, Block]):
    """The installed blocks by name, and a locked stand-in for any other name."""

    def __init__(
        self, blocks: Iterable[tuple[str, Block]], offers: dict[str, tuple[str, ContentBlock]]
    ) -> None:
        super().__init__(blocks)
        # By the name of a block: the label of its plug-in, and the contribution.
        self.offers = offers
        # One stand-in per name: Wagtail remembers every block ever made.
        self.stand_ins: dict[str, LockedBlock] = {}

    def is_on(self, name: str) -> bool:
        """Return whether blocks of that name can be edited and shown now."""
        return dict.__contains__(self, name) and (
            name not in self.offers or is_enabled(self.offers[name][0])
        )

    def opens(self, name: str) -> bool:
        """Return whether blocks of that name can be given to the editor's form now."""
        if not self.is_on(name):
            return False
        if name not in self.offers:
            return True
        _label, contribution = self.offers[name]
        return guarded(contribution, _try_form, super().__getitem__(name)) is not None

    def installed(self, name: str) -> Block | None:
        """Return the real block of that name, on or off."""
        return dict.get(self, name)

    def locked(self, name: str) -> LockedBlock:
        """Return the stand-in for blocks of that name."""
        if name not in self.stand_ins:
            self.stand_ins[name] = stand_in_for(name, self.installed(name))
        return self.stand_ins[name]

    def offered(self) -> Iterator[tuple[str, Block]]:
        """Yield the blocks that may be offered now."""
        return ((name, block) for name, block in self.items() if self.opens(name))

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str)

    def __getitem__(self, name: str) -> Block:
        if self.is_on(name):
            return super().__getitem__(name)
        return self.locked(name)

    def get(self, name: str, default: Any = None) -> Block:  # type: ignore[override]  # blocks, where a dict has anything
        return self[name]


def _try_form(block: Block) -> Any:
    """Make all that the editor's form asks of a block; return something, or raise."""
    return JSContext().pack(block), block.get_form_state(block.get_default())


class ContentStreamBlock(StreamBlock):
    """A stream of the given host blocks and of every installed plug-in's."""

    def __init__(self, local_blocks: Any = None, **kwargs: Any) -> None:
        super().__init__(local_blocks, **kwargs)
        offers: dict[str, tuple[str, ContentBlock]] = {}
        blocks = dict(self.child_blocks)
        for label, contribution in registry().by_kind.get(ContentBlock, ()):
            if not isinstance(contribution, ContentBlock):
                continue
            block = import_string(contribution.block)()
            if contribution.group:
                block.meta.group = contribution.group
            block.set_name(contribution.name)
            blocks[contribution.name] = block
            offers[contribution.name] = (label, contribution)
        self.child_blocks = BlockTypes(blocks.items(), offers)

    def ordered_child_blocks(self) -> list[Block]:
        return [block for _name, block in self.child_blocks.offered()]

    def value_from_datadict(self, data: Any, files: Any, prefix: str) -> StreamValue:
        children = []
        for i in range(int(data[f"{prefix}-count"])):
            if data[f"{prefix}-{i}-deleted"]:
                continue
            child = self._posted(data, files, f"{prefix}-{i}")
            if child is not None:
                children.append((int(data[f"{prefix}-{i}-order"]), i, child))
        children.sort(key=lambda child: child[:2])
        return StreamValue(self, [child for _order, _i, child in children])

    def _posted(self, data: Any, files: Any, prefix: str) -> StreamValue.StreamChild | None:
        """Read one child by what was sent: a token for a locked one, else its own fields.

        The form may have been opened before its plug-in was switched on or off.
        """
        name = data[f"{prefix}-type"]
        block_id = data.get(f"{prefix}-id")
        token = data.get(f"{prefix}-value-locked")
        real = self.child_blocks.installed(name)
        if token is None:
            if real is None:
                return None
            value = real.value_from_datadict(data, files, f"{prefix}-value")
            return StreamValue.StreamChild(real, value, id=block_id)
        kept = unseal(name, token)
        if kept.authentic and self.child_blocks.is_on(name):
            return StreamValue.StreamChild(real, real.to_python(kept.raw), id=block_id)
        if kept.authentic:
            return StreamValue.StreamChild(self.child_blocks[name], kept, id=block_id)
        # Any known block will carry the refusal; a made-up name must not make a new one.
        stand_in = self.child_blocks.locked(name if real else "unknown")
        return StreamValue.StreamChild(stand_in, kept, id=block_id)

    def get_form_state(self, value: Any) -> list[dict[str, Any]]:
        return [
            {"type": child.block.name, "value": self._state(child), "id": child.id}
            for child in value or []
        ]

    def _state(self, child: StreamValue.StreamChild) -> Any:
        name = child.block.name
        if isinstance(child.value, LockedValue) or self.child_blocks.opens(name):
            return child.block.get_form_state(child.value)
        # A real block that cannot be opened, switched off meanwhile or failing: sealed only
        # if it is valid.
        try:
            cleaned = child.block.clean(child.value)
        except ValidationError:
            return {"locked": ""}
        return {"locked": seal(name, child.block.get_prep_value(cleaned))}


class _Offered:
    """A stream block as Wagtail's adapter may see it: with the blocks that are offered only."""

    def __init__(self, block: ContentStreamBlock) -> None:
        self.block = block
        self.child_blocks = dict(block.child_blocks.offered())

    def __getattr__(self, name: str) -> Any:
        return getattr(self.block, name)


class ContentStreamBlockAdapter(StreamBlockAdapter):
    """Hands the editor's JavaScript the blocks that are on, and words for those that are not."""

    js_constructor = "pumasi.streams.ContentStreamBlock"

    def js_args(self, block: ContentStreamBlock) -> list[Any]:
        name, groups, initial, meta = super().js_args(_Offered(block))
        words = {
            "notice": gettext(
                "This block cannot be opened now: its plug-in is switched off or does not work. "
                "What is in it is kept."
            ),
            "names": {kind: str(child.label) for kind, child in block.child_blocks.items()},
        }
        return [name, groups, initial, meta, words]

    @cached_property
    def media(self) -> forms.Media:
        return super().media + forms.Media(js=[versioned_static("cms/admin/locked-blocks.js")])


register(ContentStreamBlockAdapter(), ContentStreamBlock)
