"""StreamFields that keep their blocks out of migrations.

Blocks are code: which there are depends on the plug-ins installed, and no table changes
when one is added. A migration therefore knows the field, not its blocks.
"""

from typing import Any

from django.db.models import Field
from wagtail.blocks import StreamBlock
from wagtail.fields import StreamField

from cms.streams.stream import ContentStreamBlock


class UnfrozenStreamField(StreamField):
    """A StreamField of the given blocks that deconstructs without them."""

    def __init__(self, block_types: Any = (), verbose_name: Any = None, **kwargs: Any) -> None:
        super().__init__(block_types, verbose_name=verbose_name, **kwargs)

    def deconstruct(self) -> Any:
        # Past StreamField's own, which would spell out every block.
        name, path, _args, kwargs = Field.deconstruct(self)
        return name, path, [], kwargs

    def clone(self) -> "UnfrozenStreamField":
        # Field.clone goes through deconstruct and would lose the blocks.
        _name, _path, _args, kwargs = self.deconstruct()
        return self.__class__(self.block_types_arg, **kwargs, **self._block_limits())

    def _block_limits(self) -> dict[str, Any]:
        return {key: value for key, value in self.block_opts.items() if key != "required"}


class ContentStreamField(UnfrozenStreamField):
    """The body of a page: the host's blocks and those of plug-ins (``ContentBlock``)."""

    def __init__(self, verbose_name: Any = None, **kwargs: Any) -> None:
        kwargs.setdefault("blank", True)
        super().__init__((), verbose_name, **kwargs)

    def clone(self) -> "ContentStreamField":
        _name, _path, _args, kwargs = self.deconstruct()
        return self.__class__(**kwargs, **self._block_limits())

    @property
    def stream_block(self) -> StreamBlock:
        block = self.__dict__.get("stream_block")
        if block is None:
            from cms.streams.blocks import host_blocks

            block = ContentStreamBlock(host_blocks())
            block.set_meta_options(self.block_opts)
            self.__dict__["stream_block"] = block
        return block
