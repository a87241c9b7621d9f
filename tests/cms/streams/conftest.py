"""A block contributed by a plug-in, and its switch."""

from collections.abc import Callable
from contextlib import contextmanager
from typing import Any

import pytest
from wagtail.admin.panels import get_edit_handler
from wagtail.blocks import CharBlock, StructBlock

from cms.models import HomePage, StandardPage
from plugins import state
from plugins.api import ContentBlock

OWNER = "teahouse"


class TeaBlock(StructBlock):
    """Made up: what a plug-in might offer."""

    kind = CharBlock()
    cups = CharBlock(required=False)

    class Meta:
        icon = "tag"
        label = "Tea"

    def render_basic(self, value: Any, context: Any = None) -> str:
        return f"<p>차: {value['kind']}</p>"


def _forget() -> None:
    """Let fields and forms be built anew: which blocks are installed has changed."""
    for model in (HomePage, StandardPage):
        model._meta.get_field("body").__dict__.pop("stream_block", None)
    get_edit_handler.cache_clear()


@pytest.fixture
def tea(contribute) -> Any:
    """The plug-in's block is installed and on."""
    contribute(
        ContentBlock(
            key=f"{OWNER}.tea", name="tea", block="tests.cms.streams.conftest.TeaBlock", group="차"
        ),
        label=OWNER,
    )
    _forget()
    yield
    _forget()


@pytest.fixture
def switched(settings) -> Callable[[bool], Any]:
    """Return ``switched(on)``: the made-up plug-in's switch, as this process knows it."""
    settings.PLUGIN_STATE_SECONDS = 3600

    def switch(on: bool) -> None:
        state.remember(frozenset() if on else frozenset({OWNER}))

    return switch


@pytest.fixture
def absent() -> Callable[[], Any]:
    """Return a context in which the plug-in is not installed at all."""

    @contextmanager
    def gone():
        from plugins.registry import registry

        known = registry()
        kept = known.by_kind[ContentBlock]
        known.by_kind[ContentBlock] = tuple(pair for pair in kept if pair[1].key != f"{OWNER}.tea")
        _forget()
        try:
            yield
        finally:
            known.by_kind[ContentBlock] = kept
            _forget()

    return gone
