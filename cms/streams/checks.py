"""System checks: no plug-in takes the name of one of the host's blocks."""

from typing import Any

from django.core.checks import Error, register

from cms.streams.blocks import host_blocks
from plugins.api import ContentBlock
from plugins.registry import registry


@register()
def plugin_blocks_have_names_of_their_own(**_kwargs: Any) -> list[Error]:
    """Report each ContentBlock, switched on or off, whose name the host's stored blocks have."""
    installed = registry().by_kind.get(ContentBlock, ())
    taken = {name for name, _block in host_blocks()} if installed else set()
    return [
        Error(
            f"Plug-in {label}, {block.key}: the block name {block.name!r} is the host's.",
            hint="Pages store it: choose a name of your own, before any page holds one.",
            obj=label,
            id="plugins.E018",
        )
        for label, block in installed
        if isinstance(block, ContentBlock) and block.name in taken
    ]
