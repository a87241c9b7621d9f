"""One snapshot of the switches per request, and a shut door for what is off."""

from collections.abc import Callable
from functools import cache
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import ResolverMatch, resolve

from plugins.api import Access, UrlMount
from plugins.registry import registry
from plugins.state import is_enabled, snapshot
from plugins.viewsets import owner_by_namespace

# What Wagtail's generic addresses (bulk actions, settings, "add a page") call an app's label.
MODEL_KWARGS = ("app_label", "app_name", "content_type_app_name")

type View = Callable[[HttpRequest], HttpResponseBase]


class PluginSnapshotMiddleware:
    """Pin the switches for the request, so that it sees one state throughout."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with snapshot():
            return self.get_response(request)


@cache
def mounts_by_namespace() -> dict[str, tuple[str, UrlMount]]:
    """Return ``{namespace: (plug-in label, mount)}`` of every installed plug-in."""
    return {
        mount.namespace: (label, mount)
        for label, mount in registry().by_kind.get(UrlMount, ())
        if isinstance(mount, UrlMount)
    }


def owner_of(match: ResolverMatch) -> str | None:
    """Return the label of the plug-in an address belongs to, or None for the host's own.

    It belongs to the plug-in that mounted its namespace, that contributed its viewset,
    whose model it names or serves (choosers and the like), or whose code answers it.
    """
    for namespace in match.namespaces:
        if namespace in mounts_by_namespace():
            return mounts_by_namespace()[namespace][0]
        if namespace in owner_by_namespace():
            return owner_by_namespace()[namespace]
    for name in MODEL_KWARGS:
        if match.kwargs.get(name) in registry().plugins:
            return str(match.kwargs[name])
    return _owner_of_view(match.func)


def _owner_of_view(view: Any) -> str | None:
    plugins = registry().plugins
    view_class = getattr(view, "view_class", None)
    model = getattr(view, "view_initkwargs", {}).get("model") or getattr(view_class, "model", None)
    label = getattr(getattr(model, "_meta", None), "app_label", None)
    if label in plugins:
        return label
    module = getattr(view_class or view, "__module__", "") + "."
    owners = [config.label for config in plugins.values() if module.startswith(f"{config.name}.")]
    return owners[0] if owners else None


class PluginGateMiddleware:
    """Answer 404 for addresses of a disabled plug-in, and keep each mount's door."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        match = request.resolver_match or resolve(request.path_info)
        owner = owner_of(match)
        if owner is None:
            return None
        if not is_enabled(owner):
            raise Http404(f"The plug-in {owner} is switched off.")
        for namespace in match.namespaces:
            if namespace in mounts_by_namespace():
                return self._door(request, mounts_by_namespace()[namespace][1])
        return None

    def _door(self, request: HttpRequest, mount: UrlMount) -> HttpResponseBase | None:
        if mount.access in {Access.PUBLIC, Access.TOKEN}:
            return None
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if mount.access is Access.MEMBER:
            return None
        # For staff; and a door nobody here knows is opened by staff alone.
        if not request.user.has_perm("wagtailadmin.access_admin"):
            raise PermissionDenied
        return None
