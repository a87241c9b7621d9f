"""System checks of the plug-ins: what is wrong, whose it is, and the way out.

===============  =====================================================================
plugins.E001     written for an API level this site does not offer
plugins.E002     ``contributions()`` raised
plugins.E003     contributes something that is no contribution this host knows
plugins.E004     a key outside the plug-in's namespace
plugins.E005     a key contributed twice
plugins.E006     requires a plug-in that is not installed
plugins.E007     requires itself in a circle
plugins.E008     a URL prefix malformed, the host's, or taken
plugins.E009     a URL namespace taken
plugins.E010     a dotted path that cannot be imported
plugins.E011     a staff menu group without viewsets
plugins.E012     permissions for a staff role that does not exist
plugins.E013     a callable that does not take what the host gives it
plugins.E014     a value of the wrong type
plugins.E015     a URL mount without an access policy
plugins.E016     a migration that depends on one of the host's later migrations
plugins.E017     a migration that depends on a plug-in it does not require
plugins.E018     a page block whose name is taken, by another or by the host
plugins.E019     a template or model that does not exist
plugins.E020     a receiver of what is no message, or of another than its function takes
plugins.E021     a slot or form section for a place nobody declares
plugins.E022     a slot that asks for a permission where everyone reads
plugins.E023     a model that leads to people, with no exporter or no eraser to answer for it
plugins.E024     settings that cannot be kept: no frozen dataclass, or a field that is none
plugins.E025     a second settings panel
plugins.E026     a figure whose dimensions and breaking down do not go together
plugins.W001     an app in PLUGINS that is no plug-in
plugins.W002     a plug-in left out of every start because it could not be loaded
plugins.W003     an import of another plug-in's inside, or of the host's
===============  =====================================================================
"""

from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core import checks
from django.core.exceptions import ImproperlyConfigured

from plugins.api import PluginConfig
from plugins.installed import kept_aside
from plugins.manners import manners_problems
from plugins.paths import path_problems
from plugins.personal import personal_problems
from plugins.survey import Problem, survey
from plugins.targets import target_problems


def problems() -> tuple[Problem, ...]:
    """Return everything wrong with the installed plug-ins."""
    return (
        *survey().problems,
        *path_problems(),
        *target_problems(),
        *manners_problems(),
        *personal_problems(),
    )


@checks.register(checks.Tags.urls)
def check_plugins(**_kwargs: Any) -> list[checks.CheckMessage]:
    """Report the problems of all installed plug-ins."""
    errors: list[checks.CheckMessage] = [
        (checks.Error if problem.stops else checks.Warning)(
            problem.message, hint=problem.hint, obj=problem.plugin, id=problem.id
        )
        for problem in problems()
    ]
    errors += [
        checks.Warning(
            f"{name} is left out of every start. When it was set aside: {why}",
            hint=f"Once it is mended: manage.py plugins enable {name.rpartition('.')[2]}",
            obj=name,
            id="plugins.W002",
        )
        for name, why in kept_aside(Path(settings.VAR_DIR)).items()
    ]
    return errors + [
        checks.Warning(
            f"PLUGINS names {config.name}, whose AppConfig is no PluginConfig.",
            hint="Make its AppConfig inherit plugins.api.PluginConfig, or list it in "
            "INSTALLED_APPS: as it is, staff can neither see nor switch it.",
            obj=config.label,
            id="plugins.W001",
        )
        for config in apps.get_app_configs()
        if config.name in settings.PLUGINS and not isinstance(config, PluginConfig)
    ]


def refuse_broken_plugins() -> None:
    """Stop a start that runs no system checks (a web server's) if a plug-in is broken.

    Raises ImproperlyConfigured, naming plug-in and way out for each problem.
    """
    if found := [problem for problem in problems() if problem.stops]:
        raise ImproperlyConfigured(
            "\n".join(f"({problem.id}) {problem.message} {problem.hint}" for problem in found)
        )
