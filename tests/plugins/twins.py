"""Addresses of a plug-in that breaks every rule once, for the kit to find fault with."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import include, path
from django.utils import translation
from django.views.decorators.csp import csp_override

from cms import urls
from members.models import User


def fine(_request):
    language = translation.get_language()
    return HttpResponse(f'<html lang="{language}"><script src="/a.js"></script></html>')


def to_login(_request):
    return redirect(settings.LOGIN_URL)


def elsewhere(_request):
    return redirect("/")


def failing(_request):
    return HttpResponse(status=500)


def asking(_request):
    """Ask once for each person."""
    for user in User.objects.all():
        user.groups.count()
    return HttpResponse("")


def korean_only(_request):
    return HttpResponse('<html lang="ko"></html>')


def english_fails(_request):
    return HttpResponse(status=500 if translation.get_language() == "en" else 200)


@csp_override({})
def without_policy(request):
    return fine(request)


def inline(_request):
    return HttpResponse(
        f'<html lang="{translation.get_language()}"><p style="color:red">!</p></html>'
    )


VIEWS = (fine, to_login, elsewhere, failing, asking, korean_only, english_fails)
VIEWS += (without_policy, inline)
twin = [path(f"{view.__name__}/", view, name=view.__name__) for view in VIEWS]
twin += [path("<int:pk>/<slug:slug>/", fine, name="one"), path("<uuid:key>/", fine, name="key")]

urlpatterns = [
    *i18n_patterns(path("twin/", include((twin, "twin"))), prefix_default_language=False),
    *urls.urlpatterns,
]
