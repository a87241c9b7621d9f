"""Every address of the site: the admin, accounts, plug-ins, and pages last."""

from allauth.account.views import logout
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from cms.admin.account import staff_account
from cms.admin.login import to_account_login
from cms.pages.sitemaps import robots, sitemap
from cms.views.living import living_page
from cms.views.pictures import shown_picture
from cms.views.theme import theme
from plugins.urls import mounted

handler400 = "cms.views.errors.bad_request"
handler403 = "cms.views.errors.forbidden"
handler404 = "cms.views.errors.not_found"
handler500 = "cms.views.errors.server_error"

urlpatterns = [
    path("admin/login/", to_account_login, name="wagtailadmin_login"),
    path("admin/logout/", logout, name="wagtailadmin_logout"),
    path("admin/account/", staff_account, name="wagtailadmin_account"),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("", include("cms.health.urls")),
    path("theme.css", theme, name="theme"),
    path("files/", include("cms.files.urls")),
    path("", include("cms.calendars.urls")),
    path("sitemap.xml", sitemap, name="sitemap"),
    path("robots.txt", robots, name="robots"),
    path("media/images/<str:name>", shown_picture, name="shown_picture"),
    *mounted(localized=False),
    *i18n_patterns(
        path("design/", living_page, name="design"),
        path("accounts/", include("allauth.urls")),
        path("calendar/", include("cms.calendars.pages")),
        path("search/", include("cms.search.urls")),
        *mounted(localized=True),
        path("", include("cms.pages.urls")),
        prefix_default_language=False,
    ),
]
