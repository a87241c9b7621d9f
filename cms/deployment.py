"""What ``check --deploy`` asks of this site besides Django's own questions.

Each check reads settings only, returns what is wrong, and has a twin in the tests that
breaks it. Ids are ``pumasi.S…``; the hint says the way out.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import Error, Tags, register

CONTENT_POLICY = "django.middleware.csp.ContentSecurityPolicyMiddleware"
PERMISSIONS_POLICY = "cms.permissions_policy.PermissionsPolicyMiddleware"
LOOSE = {"'unsafe-inline'", "'unsafe-eval'", "*", "http:", "https:", "data:"}
MUST_BE_CLOSED = ("camera", "microphone", "geolocation", "payment")
DEBUG_TOOLS = ("debug_toolbar", "django_extensions", "silk", "django.contrib.admin")
PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON")
OF_ONE_PROCESS = ("locmem", "dummy")


@register(Tags.security, deploy=True)
def deployment(**_kwargs: Any) -> list[Error]:
    """Return everything that is unsafe about these settings."""
    return [
        *content_policy(),
        *permissions_policy(),
        *private_media(),
        *sqlite_pragmas(),
        *debug_tools(),
        *shared_cache(),
    ]


def content_policy() -> Iterator[Error]:
    """Public pages carry a policy that lets in no script or style of unknown origin."""
    policy = getattr(settings, "SECURE_CSP", None) or {}
    loose = [
        f"{directive} {source}"
        for directive in ("default-src", "script-src", "style-src")
        for source in map(str, policy.get(directive, ["*"]))
        if source in LOOSE
    ]
    if CONTENT_POLICY not in settings.MIDDLEWARE or loose:
        yield Error(
            f"The public site's Content-Security-Policy is missing or loose: {', '.join(loose)}.",
            hint=f"Keep {CONTENT_POLICY} and SECURE_CSP as cms.settings.base has them.",
            id="pumasi.S001",
        )


def permissions_policy() -> Iterator[Error]:
    """No page may use the camera, the microphone, the place or payment."""
    policy = getattr(settings, "PERMISSIONS_POLICY", {})
    is_open = [feature for feature in MUST_BE_CLOSED if policy.get(feature) != ""]
    if PERMISSIONS_POLICY not in settings.MIDDLEWARE or is_open:
        yield Error(
            f"The Permissions-Policy is missing or leaves open: {', '.join(is_open)}.",
            hint=f"Keep {PERMISSIONS_POLICY} and PERMISSIONS_POLICY as cms.settings.base has them.",
            id="pumasi.S002",
        )


def private_media() -> Iterator[Error]:
    """Private uploads lie where no web server looks, and have no address."""
    options = settings.STORAGES.get("private", {}).get("OPTIONS", {})
    place = Path(options.get("location") or settings.PRIVATE_ROOT).resolve()
    public = [Path(root).resolve() for root in (settings.MEDIA_ROOT, settings.STATIC_ROOT) if root]
    inside = any(root == place or root in place.parents for root in public)
    if inside or options.get("base_url"):
        yield Error(
            f"Private uploads ({place}) lie where the web server can reach them.",
            hint="Put PRIVATE_ROOT beside MEDIA_ROOT and STATIC_ROOT, never below them, "
            "and give the storage no base_url.",
            id="pumasi.S003",
        )


def sqlite_pragmas() -> Iterator[Error]:
    """An SQLite database keeps every committed row and sells no seat twice."""
    database = settings.DATABASES["default"]
    if not database["ENGINE"].endswith("sqlite3"):
        return
    options = database.get("OPTIONS", {})
    said = options.get("init_command", "").replace(" ", "").lower()
    missing = [pragma for pragma in PRAGMAS if pragma.lower() not in said]
    if options.get("transaction_mode") != "IMMEDIATE":
        missing.append("transaction_mode IMMEDIATE")
    if missing:
        yield Error(
            f"The SQLite database is opened without {', '.join(missing)}.",
            hint="Use cms.settings.databases.sqlite(), or the same options.",
            id="pumasi.S004",
        )


def debug_tools() -> Iterator[Error]:
    """Nothing that shows the inside is installed."""
    found = [name for name in DEBUG_TOOLS if name in settings.INSTALLED_APPS]
    if settings.DEBUG:
        found.append("DEBUG")
    if found:
        yield Error(
            f"Tools for developing are switched on: {', '.join(found)}.",
            hint="Take them out of the settings of a public site.",
            id="pumasi.S005",
        )


def shared_cache() -> Iterator[Error]:
    """Rate limits count in a cache that all processes share."""
    backend = settings.CACHES["default"]["BACKEND"]
    if any(word in backend for word in OF_ONE_PROCESS):
        yield Error(
            f"Rate limits would count in each process apart: {backend}.",
            hint="Use Redis by CACHE_URL, or the file cache of cms.settings.base.",
            id="pumasi.S006",
        )
