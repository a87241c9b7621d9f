"""Asking every address as one actor, once in a module however many tests read the answers."""

from collections.abc import Iterator
from dataclasses import dataclass
from types import SimpleNamespace

from django.conf import settings
from django.db import connection

from tests.matrix.addresses import Address, addresses
from tests.matrix.answers import Answer, ask
from tests.matrix.arguments import path_of
from tests.matrix.secrets import secrets_in
from tests.matrix.world import World

IS_WHOLE = {"events", "grants"} <= set(settings.PLUGINS)
ALL_METHODS = {"anonymous", "member", "coordinator"}


@dataclass(frozen=True)
class Asked:
    """One request and what came of it; ``secrets`` are the canaries in the answer."""

    address: Address
    path: str
    home: SimpleNamespace
    method: str
    answer: Answer
    secrets: frozenset[tuple[str, str]]


def doors(world: World) -> Iterator[tuple[Address, str, SimpleNamespace]]:
    """Yield every address with a path of each home that differs."""
    for address in addresses():
        paths: dict[str, SimpleNamespace] = {}
        for home in world.homes:
            paths.setdefault(path_of(address, world, home), home)
        for path, home in paths.items():
            yield address, path, home


def methods(address: Address, actor: str) -> tuple[str, ...]:
    """Return reading and acting; of others a sample, outside Wagtail's area, in one pass.

    Which methods a view takes does not depend on what else is installed, nor on the database.
    """
    if address.route.startswith("admin/") or not IS_WHOLE or connection.vendor != "sqlite":
        return ("GET", "POST")
    return ("GET", "HEAD", "POST", *(("PUT", "DELETE") if actor in ALL_METHODS else ()))


def asked_by(world: World, actor: str) -> list[Asked]:
    """Return everything this actor asked and was answered."""
    if actor not in world.asked:
        world.asked[actor] = list(_ask_all(world, actor))
    return world.asked[actor]


def _ask_all(world: World, actor: str) -> Iterator[Asked]:
    for address, path, home in doors(world):
        for method in methods(address, actor):
            answer, response = ask(world.clients[actor], method, path)
            # What one has sent oneself, in the address, is no secret.
            secrets = secrets_in(response.kept) - secrets_in(path.encode())
            yield Asked(address, path, home, method, answer, secrets)
