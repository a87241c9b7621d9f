"""Each installed plug-in, switched off: its addresses are gone, the rest of the site is not."""

import pytest
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, resolve, reverse
from wagtail.admin.menu import admin_menu

from plugins.api import AdminMenuGroup, Contribution, UrlMount, WhenDisabled
from plugins.middleware import owner_of
from plugins.models import PluginState
from plugins.registry import contributions, registry
from plugins.state import forget
from plugins.viewsets import staff_groups

OPTIONAL = [
    label
    for label, config in registry().plugins.items()
    if config.can_disable
    and not any(label in other.requires for other in registry().plugins.values())
]


def switch_off(*labels: str) -> None:
    for label in labels:
        PluginState.objects.update_or_create(label=label, defaults={"enabled": False})
    forget()


@pytest.fixture(params=OPTIONAL)
def off(request, db) -> str:
    switch_off(request.param)
    return request.param


def mounted_addresses(label: str) -> list[str]:
    """Return one address for each pattern of the plug-in that takes no arguments."""
    found = []
    for owner, mount in registry().by_kind.get(UrlMount, ()):
        if owner != label:
            continue
        resolver = get_resolver(mount.urlconf)
        for pattern in resolver.url_patterns:
            if name := getattr(pattern, "name", None):
                try:
                    found.append(reverse(f"{mount.namespace}:{name}"))
                except NoReverseMatch:
                    continue
    return found


def staff_addresses(label: str) -> list[str]:
    return [
        viewset.menu_url
        for group in staff_groups()
        if group.label == label
        for viewset in group.viewsets
    ]


def menu_names(client) -> set[str]:
    request = client.get("/admin/").wsgi_request
    return {item.name for item in admin_menu.menu_items_for_request(request)}


def test_its_addresses_answer_404_to_everyone(off, member_client):
    addresses = mounted_addresses(off)
    answers = {
        address: (Client().get(address).status_code, member_client.get(address).status_code)
        for address in addresses
    }
    assert answers == dict.fromkeys(addresses, (404, 404))


def test_its_staff_addresses_answer_404(off, admin_session):
    addresses = staff_addresses(off)
    assert addresses
    answers = {address: admin_session.get(address).status_code for address in addresses}
    assert answers == dict.fromkeys(addresses, 404)


def test_its_menu_is_hidden_and_comes_back(off, admin_session):
    keys = {
        group.contribution.key.replace(".", "-") for group in staff_groups() if group.label == off
    }
    assert not keys & menu_names(admin_session)
    PluginState.objects.all().delete()
    forget()
    assert keys <= menu_names(admin_session)


def test_it_hides_what_hides_and_keeps_what_keeps(off):
    for kind, items in registry().by_kind.items():
        own = {item.key for label, item in items if label == off}
        in_force = {item.key for item in contributions(kind)}
        kept = kind.when_disabled is WhenDisabled.KEEP
        assert own & in_force == (own if kept else set())


@pytest.mark.parametrize("path", ["/", "/en/", "/accounts/login/", "/calendar.ics", "/sitemap.xml"])
def test_the_public_site_goes_on(off, path):
    assert Client().get(path).status_code in {200, 302, 404}
    answered = Client().get(path).status_code
    PluginState.objects.all().delete()
    forget()
    assert answered == Client().get(path).status_code


def test_the_personal_page_goes_on(off, member_client):
    assert member_client.get(reverse("members:home")).status_code == 200


@pytest.mark.parametrize(
    "path", ["/admin/", "/admin/pages/", "/admin/plugins/", "/admin/audit/", "/admin/users/"]
)
def test_the_staff_area_goes_on(off, admin_session, path):
    assert admin_session.get(path).status_code == 200


def test_all_optional_plugins_off_at_once(db, admin_session, member_client):
    switch_off(*(label for label, config in registry().plugins.items() if config.can_disable))
    answers = [
        Client().get("/accounts/login/").status_code,
        member_client.get(reverse("members:home")).status_code,
        admin_session.get("/admin/").status_code,
    ]
    assert answers == [200, 200, 200]


@pytest.fixture
def admin_session(sign_in, staff_user):
    """A client signed in as somebody who may do everything."""
    return sign_in(Client(), staff_user(is_superuser=True))


def test_every_address_of_a_viewset_has_its_plugin_for_owner(db):
    for group in staff_groups():
        for viewset in group.viewsets:
            assert owner_of(resolve(viewset.menu_url)) == group.label


@pytest.mark.parametrize(
    ("path", "owner"),
    [("/admin/images/", None), ("/admin/users/", "members"), ("/accounts/login/", None)],
)
def test_addresses_of_the_host_belong_to_no_plugin_that_can_go(path, owner):
    assert owner_of(resolve(path)) == owner


def test_generic_addresses_of_wagtail_belong_to_the_plugin_they_name(db):
    for group in staff_groups():
        for viewset in group.viewsets:
            model = getattr(viewset, "model", None)
            if model is not None and model._meta.app_label == group.label:
                bulk = f"/admin/bulk/{group.label}/{model._meta.model_name}/delete/"
                assert owner_of(resolve(bulk)) == group.label


def test_a_contribution_class_hides_unless_it_says_so():
    assert Contribution.when_disabled is WhenDisabled.HIDE
    assert AdminMenuGroup.when_disabled is WhenDisabled.HIDE
