"""Addresses under ``my/``."""

from django.urls import path, re_path

from members.views import calendar, communities, data, home, profile

app_name = "members"

urlpatterns = [
    path("", home.home, name="home"),
    path("profile/", profile.profile, name="profile"),
    path("household/", profile.household, name="household"),
    path("household/<int:pk>/remove/", profile.remove_child, name="remove_child"),
    path("consents/", profile.consent_list, name="consents"),
    re_path(
        r"^consents/(?P<purpose>[a-z_]+)/(?P<answer>give|withdraw)/$",
        profile.change_consent,
        name="change_consent",
    ),
    path("security/", profile.security, name="security"),
    path("data/", data.data, name="data"),
    path("data/archive/", data.ask_archive, name="ask_archive"),
    path("data/archive/<uuid:pk>/", data.fetch_archive, name="fetch_archive"),
    path("data/leave/", data.leave, name="leave_site"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/renew/", calendar.renew, name="renew_calendar"),
    path("communities/", communities.index, name="communities"),
    path("communities/new/", communities.found, name="found_community"),
    path("communities/<int:pk>/", communities.detail, name="community"),
    path("communities/<int:pk>/change/", communities.change, name="change_community"),
    path("communities/<int:pk>/invite/", communities.invite, name="invite"),
    path("communities/<int:pk>/invite/<int:invitation>/revoke/", communities.revoke, name="revoke"),
    re_path(
        r"^communities/(?P<pk>\d+)/role/(?P<role>leader|treasurer)/$",
        communities.give_role,
        name="give_role",
    ),
    path("communities/<int:pk>/members/<int:person>/remove/", communities.remove, name="remove"),
    path("communities/<int:pk>/leave/", communities.leave, name="leave"),
]
