"""The pages' own addresses: Wagtail's, with a quicker way from address to page.

Wagtail's own sign-in form is closed: it knows no second factor, proves no address and
counts no attempts. There is one door, the account pages'.
"""

from django.conf import settings
from django.urls import path, re_path
from wagtail.urls import serve_pattern
from wagtail.urls import urlpatterns as wagtail_patterns

from cms.admin.login import to_account_login
from cms.pages.serving import serve

REPLACED = {"wagtail_serve", "wagtailcore_login"}

urlpatterns = [
    *(pattern for pattern in wagtail_patterns if pattern.name not in REPLACED),
    path(
        "_util/login/",
        to_account_login,
        {"otherwise": settings.LOGIN_REDIRECT_URL},
        name="wagtailcore_login",
    ),
    re_path(serve_pattern, serve, name="wagtail_serve"),
]
