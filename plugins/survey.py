"""Asking every installed plug-in, once, what it contributes, and noting what is wrong.

The survey never raises. What cannot be used is left out and noted as a ``Problem`` with
an id, its plug-in and the way out; ``plugins.checks`` turns problems into system checks
(``manage.py check`` and every command show them, and stop), and ``cms.wsgi`` refuses to
serve a site that has any.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from django.apps import apps

from plugins import api
from plugins.api import (
    API_LEVEL,
    STAFF_ROLES,
    AdminMenuGroup,
    ContentBlock,
    Contribution,
    FormPlace,
    FormSection,
    PluginConfig,
    Role,
    SettingsPanel,
    Slot,
    SlotPlace,
    UrlMount,
)
from plugins.contract import fits, misfits

KNOWN_KINDS = frozenset(
    kind
    for kind in (getattr(api, name) for name in api.__all__)
    if isinstance(kind, type) and issubclass(kind, Contribution) and kind is not Contribution
)

# Prefixes the host keeps for itself; a mount below one would never be reached.
RESERVED_PREFIXES = ("admin/", "accounts/", "documents/", "static/", "media/")


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with a plug-in: ``hint`` says what to do about it."""

    id: str
    plugin: str
    message: str
    hint: str

    @property
    def stops(self) -> bool:
        """Whether a site with this problem does not start."""
        return self.id.rpartition(".")[2].startswith("E")


@dataclass(frozen=True, slots=True)
class Survey:
    """What the installed plug-ins said, sorted; ``by_kind`` holds (label, contribution)."""

    plugins: dict[str, PluginConfig]
    by_kind: dict[type[Contribution], tuple[tuple[str, Contribution], ...]]
    by_key: dict[str, tuple[str, Contribution]]
    problems: tuple[Problem, ...]


@cache
def survey() -> Survey:
    """Return the survey of this process, made on first use after all apps are loaded."""
    return make_survey(
        [config for config in apps.get_app_configs() if isinstance(config, PluginConfig)]
    )


def make_survey(configs: list[PluginConfig]) -> Survey:
    """Ask those plug-ins, in that order; the first to claim a key, prefix or name keeps it."""
    plugins = {config.label: config for config in configs}
    problems = list(_requirement_problems(plugins))
    by_key: dict[str, tuple[str, Contribution]] = {}
    by_kind: dict[type[Contribution], list[tuple[str, Contribution]]] = defaultdict(list)
    claims: dict[str, str] = {}
    for label, config in plugins.items():
        answer, trouble = _ask(config)
        problems += trouble
        for contribution in answer:
            if trouble := _faults(config, contribution, by_key, claims):
                problems += trouble
                continue
            by_key[contribution.key] = (label, contribution)
            by_kind[type(contribution)].append((label, contribution))
    problems += _place_problems(plugins, by_kind, by_key)
    return Survey(
        plugins,
        {
            kind: tuple(sorted(items, key=lambda item: (item[1].order, item[1].key)))
            for kind, items in by_kind.items()
        },
        by_key,
        tuple(problems),
    )


def _ask(config: PluginConfig) -> tuple[list[Contribution], list[Problem]]:
    if config.api not in {API_LEVEL, API_LEVEL - 1}:
        return [], [
            Problem(
                "plugins.E001",
                config.label,
                f"Plug-in {config.label} was written for API level {config.api}; this site "
                f"offers {API_LEVEL}.",
                f"Upgrade the plug-in or the site, or take {config.name} out of PLUGINS.",
            )
        ]
    try:
        return list(config.contributions()), []
    except Exception as error:  # noqa: BLE001 - whatever it is, the operator reads whose it is
        return [], [
            Problem(
                "plugins.E002",
                config.label,
                f"Plug-in {config.label} ({config.path}) cannot say what it adds: {error!r}.",
                f"Mend contributions() in its apps.py, or take {config.name} out of PLUGINS.",
            )
        ]


def _requirement_problems(plugins: dict[str, PluginConfig]) -> Iterator[Problem]:
    for label, config in plugins.items():
        if not fits(tuple(config.requires), tuple[str, ...]) or isinstance(config.requires, str):
            yield Problem(
                "plugins.E014",
                label,
                f"Plug-in {label}: its requires is {config.requires!r}, no tuple of labels.",
                'Write it like ("members",): a tuple of one ends with a comma.',
            )
            continue
        for needed in config.requires:
            if needed not in plugins:
                yield Problem(
                    "plugins.E006",
                    label,
                    f"Plug-in {label} requires {needed}, which is not installed.",
                    f"Add it to PLUGINS, or take {config.name} out.",
                )
        if label in required_by(label, plugins):
            yield Problem(
                "plugins.E007",
                label,
                f"Plug-in {label} requires itself, by way of {', '.join(config.requires)}.",
                "Take one of the `requires` away: what both need belongs in a third plug-in.",
            )


def required_by(label: str, plugins: dict[str, PluginConfig]) -> frozenset[str]:
    """Return the labels of all that ``label`` requires, directly or through others."""
    found: set[str] = set()
    open_ends = list(plugins[label].requires)
    while open_ends:
        needed = open_ends.pop()
        if needed not in found:
            found.add(needed)
            open_ends += plugins[needed].requires if needed in plugins else ()
    return frozenset(found)


def _place_problems(
    plugins: dict[str, PluginConfig],
    by_kind: dict[type[Contribution], list[tuple[str, Contribution]]],
    by_key: dict[str, tuple[str, Contribution]],
) -> Iterator[Problem]:
    """Yield a problem for each slot or section that has no place to stand at."""
    for kind, place_kind, what in ((Slot, SlotPlace, "place"), (FormSection, FormPlace, "form")):
        for label, item in by_kind.get(kind, ()):
            name = getattr(item, what)
            start = f"Plug-in {label}, {item.key}:"
            _owner, place = by_key.get(name, ("", None))
            if isinstance(place, SlotPlace) and not place.personal and item.requires_permission:
                yield Problem(
                    "plugins.E022",
                    label,
                    f"{start} the place {name} is seen by everyone, so no permission is asked.",
                    "Take requires_permission away, or choose a place that is personal.",
                )
            if isinstance(place, place_kind):
                continue
            host = name.partition(".")[0]
            if host not in plugins and host in plugins[label].works_with:
                continue
            known = ", ".join(sorted(each.key for _label, each in by_kind.get(place_kind, ())))
            yield Problem(
                "plugins.E021",
                label,
                f"{start} nobody declares the {what} {name!r}.",
                f"Declared are: {known or 'none'}. If {host} may be missing on a site, "
                f"name it in works_with.",
            )


def _faults(
    config: PluginConfig,
    contribution: Contribution,
    by_key: dict[str, tuple[str, Contribution]],
    claims: dict[str, str],
) -> list[Problem]:
    """Return what is wrong with one contribution; claims what it may have otherwise."""
    label = config.label
    if type(contribution) not in KNOWN_KINDS:
        return [
            Problem(
                "plugins.E003",
                label,
                f"Plug-in {label} contributes {contribution!r}, which no host of API level "
                f"{API_LEVEL} knows.",
                "Contribute one of the dataclasses of plugins.api itself, not a subclass.",
            )
        ]
    key = contribution.key
    if not isinstance(key, str):
        message = f"Plug-in {label}: the key {key!r} is no text."
        return [Problem("plugins.E004", label, message, f"Write '{label}.<name>'.")]
    if not key.startswith(f"{label}.") or key == f"{label}.":
        hint = f"Begin the key with '{label}.', the plug-in's label."
        message = f"Plug-in {label}: the key {key!r} is outside the plug-in's namespace."
        return [Problem("plugins.E004", label, message, hint)]
    if key in by_key:
        message = f"Plug-in {label}: the key {key!r} is contributed twice."
        return [Problem("plugins.E005", label, message, "Give each contribution its own key.")]
    if found := [
        Problem(id_, label, f"Plug-in {label}, {key}: {what}.", hint)
        for id_, what, hint in misfits(contribution)
    ]:
        return found
    return _faults_of_kind(label, contribution, claims)


def _faults_of_kind(
    label: str, contribution: Contribution, claims: dict[str, str]
) -> list[Problem]:
    key = contribution.key
    if isinstance(contribution, UrlMount):
        return _mount_faults(label, contribution, claims)
    if isinstance(contribution, Role) and contribution.role not in STAFF_ROLES:
        message = f"Plug-in {label}, {key}: there is no staff role {contribution.role!r}."
        return [Problem("plugins.E012", label, message, f"Say one of {', '.join(STAFF_ROLES)}.")]
    if isinstance(contribution, AdminMenuGroup) and not contribution.viewsets:
        message = f"Plug-in {label}: the staff menu group {key} has no viewsets."
        return [Problem("plugins.E011", label, message, "Name at least one, or drop it.")]
    if isinstance(contribution, SettingsPanel):
        owner = claims.setdefault(f"settings {label}", key)
        if owner != key:
            message = f"Plug-in {label}, {key}: its settings stand in {owner} already."
            return [Problem("plugins.E025", label, message, "Put all fields into one class.")]
    if isinstance(contribution, ContentBlock):
        owner = claims.setdefault(f"block {contribution.name}", key)
        if owner != key:
            message = f"Plug-in {label}, {key}: the block name {contribution.name!r} is {owner}'s."
            hint = "Pages store it: choose a name of your own, before any page holds one."
            return [Problem("plugins.E018", label, message, hint)]
    return []


def _mount_faults(label: str, mount: UrlMount, claims: dict[str, str]) -> list[Problem]:
    faults = []
    prefix, key = mount.prefix, mount.key
    if prefix and (prefix.startswith("/") or not prefix.endswith(("/", ".ics", ".xml", ".json"))):
        faults.append(
            Problem(
                "plugins.E008",
                label,
                f"Plug-in {label}, {key}: the URL prefix {prefix!r} is malformed.",
                "Write it without a slash in front and with one at its end: 'classes/'.",
            )
        )
    if not prefix or prefix.startswith(RESERVED_PREFIXES):
        faults.append(
            Problem(
                "plugins.E008",
                label,
                f"Plug-in {label}, {key}: the URL prefix {prefix!r} belongs to the host.",
                f"Choose another than the root and {', '.join(RESERVED_PREFIXES)}.",
            )
        )
    for claim, id_, what in (
        (f"prefix {mount.localized} {prefix}", "plugins.E008", f"URL prefix {prefix!r}"),
        (f"namespace {mount.namespace}", "plugins.E009", f"URL namespace {mount.namespace!r}"),
    ):
        owner = claims.setdefault(claim, key)
        if owner != key:
            message = f"Plug-in {label}, {key}: the {what} is taken by {owner}."
            faults.append(Problem(id_, label, message, "Choose another, or drop one of the two."))
    return faults
