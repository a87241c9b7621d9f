"""Where the names in contributions lead: to the right kind of thing, or to a problem."""

from datetime import timedelta

import pytest

from plugins.api import (
    Access,
    AdminMenuGroup,
    ContentBlock,
    DashboardCard,
    NotificationTemplate,
    SampleData,
    ScheduledJob,
    SearchSource,
    UrlMount,
)
from plugins.targets import missing_names, target_problems, wrong_ends

HOUR = timedelta(hours=1)


def group(path: str) -> AdminMenuGroup:
    return AdminMenuGroup(key="one.a", label="A", icon="a", viewsets=(path,))


def mount(urlconf: str) -> UrlMount:
    return UrlMount(
        key="one.a", prefix="one/", urlconf=urlconf, namespace="one", access=Access.PUBLIC
    )


@pytest.mark.parametrize(
    ("given", "trouble"),
    [
        (ContentBlock(key="one.a", name="a", block="wagtail.blocks.CharBlock"), None),
        (
            ContentBlock(key="one.a", name="a", block="wagtail.models.Page"),
            "wagtail.models.Page is no class of a Wagtail block",
        ),
        (group("cms.admin.audited.AuditedModelViewSet"), None),
        (group("wagtail.models.Page"), "wagtail.models.Page is no Wagtail viewset"),
        (group("plugins.registry.registry"), "plugins.registry.registry is no Wagtail viewset"),
        (ScheduledJob(key="one.a", run="cms.files.sweeping.sweep", every=HOUR), None),
        (
            ScheduledJob(key="one.a", run="plugins.state.pinned", every=HOUR),
            "plugins.state.pinned cannot be called with (): missing a required argument: 'labels'",
        ),
        (
            ScheduledJob(key="one.a", run="plugins.api.API_LEVEL", every=HOUR),
            "plugins.api.API_LEVEL is no function",
        ),
        (
            SampleData(key="one.a", load="plugins.registry.registry"),
            "plugins.registry.registry cannot be called with (demo): too many positional arguments",
        ),
        (mount("cms.urls"), None),
        (mount("cms.exports"), "cms.exports has no urlpatterns"),
    ],
)
def test_wrong_ends(given, trouble):
    assert list(wrong_ends(given)) == ([trouble] if trouble else [])


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        (DashboardCard(key="one.a", template="base.html", context=lambda request: None), []),
        (
            DashboardCard(key="one.a", template="no.html", context=lambda request: None),
            ["template no.html"],
        ),
        (
            NotificationTemplate(key="one.a", label="A", template="no/mail", sample={}),
            ["template no/mail.subject.txt", "template no/mail.txt", "template no/mail.html"],
        ),
        (SearchSource(key="one.a", model="members.User", documents=lambda record: ()), []),
        (
            SearchSource(key="one.a", model="members.Nobody", documents=lambda record: ()),
            ["model members.Nobody"],
        ),
        (
            SearchSource(key="one.a", model="nonsense", documents=lambda record: ()),
            ["model nonsense"],
        ),
    ],
)
def test_missing_names(given, missing):
    assert list(missing_names(given)) == missing


def test_nothing_installed_leads_astray():
    assert target_problems() == ()
