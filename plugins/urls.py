"""URL patterns of every installed plug-in; the gate decides at each request who is on."""

from django.urls import URLPattern, URLResolver, include, path

from plugins.api import UrlMount
from plugins.paths import problem_of_path
from plugins.survey import survey


def mounted(*, localized: bool) -> list[URLPattern | URLResolver]:
    """Return the mounts that carry the language prefix, or those that do not.

    A mount whose URL configuration cannot be imported is left out here and reported
    by the system checks, which could not run without addresses.
    """
    return [
        path(mount.prefix, include((mount.urlconf, mount.namespace), namespace=mount.namespace))
        for _label, mount in survey().by_kind.get(UrlMount, ())
        if isinstance(mount, UrlMount)
        and mount.localized is localized
        and problem_of_path(mount.urlconf) is None
    ]
