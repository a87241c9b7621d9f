"""Made-up plug-ins for the survey: configs that live in no app."""

from collections.abc import Callable, Iterable
from types import ModuleType
from typing import Any

import pytest

from plugins.api import Contribution, PluginConfig


@pytest.fixture
def plugin() -> Callable[..., PluginConfig]:
    """Return ``plugin(label, *contributions, **attributes)``: a PluginConfig instance."""

    def make(label: str, *given: Contribution, **attributes: Any) -> PluginConfig:
        def contributions(self: PluginConfig) -> Iterable[Contribution]:
            return given

        kind = type(
            f"{label.title()}Config",
            (PluginConfig,),
            {"name": label, "path": f"/{label}", "contributions": contributions, **attributes},
        )
        return kind(label, ModuleType(label))

    return make
