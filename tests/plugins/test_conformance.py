"""The kit turns red: each of its checks is shown a plug-in that breaks just that rule."""

import pytest
from django.conf import settings
from django.db import connection
from django.db.migrations import RunPython
from django.test import Client
from django.urls import path

from plugins.api import Access, HealthCheck
from plugins.registry import registry
from plugins.survey import make_survey
from plugins.testing import PluginConformance, addresses, checks
from plugins.testing.addresses import Address, NoAddress
from tests.members.factories import UserFactory

needs_partners = pytest.mark.skipif(
    "plugins.partners" not in settings.PLUGINS, reason="works on the partners"
)


@pytest.fixture
def twin(settings):
    """Serve the broken twin's addresses beside the site's."""
    settings.ROOT_URLCONF = "tests.plugins.twins"


def at(name: str, access: Access = Access.PUBLIC) -> Address:
    return Address(f"twin:{name}", (), access)


# --- What it is and how it loads ---------------------------------------------------


def test_a_warning_of_the_checks_is_a_fault(monkeypatch, plugin):
    from plugins import checks as system_checks

    found = make_survey([plugin("one", HealthCheck(key="two.a", check=lambda: None))])
    monkeypatch.setattr(system_checks, "survey", lambda: found)
    [fault] = checks.contract_faults(found.plugins["one"])
    assert fault.startswith("(plugins.E004) Plug-in one: the key 'two.a' is outside")
    assert checks.contract_faults(plugin("other")) == []


def test_contributing_something_else_the_second_time_is_a_fault(plugin):
    asked = []

    def contributions(self):
        asked.append(self)
        yield HealthCheck(key=f"one.{min(len(asked), 2)}", check=lambda: None)

    moody = plugin("one", contributions=contributions)
    [fault] = checks.order_faults(moody, [plugin("two")])
    assert fault.startswith("It contributes [{'one.1'}, {'one.2'}, {'one.2'}]")
    assert checks.order_faults(plugin("two"), [moody]) == []


def test_leaning_on_what_it_does_not_require_is_a_fault(tmp_path, plugin):
    (tmp_path / "leaning_twin").mkdir()
    (tmp_path / "leaning_twin" / "__init__.py").write_text("")
    (tmp_path / "leaning_twin" / "apps.py").write_text(
        "from plugins.api import PluginConfig\n\n\n"
        "class LeaningConfig(PluginConfig):\n"
        "    name = 'leaning_twin'\n"
    )
    (tmp_path / "leaning_twin" / "models.py").write_text("from events.models import Course\n")
    leaning = plugin("leaning_twin")
    [fault] = checks.alone_faults(leaning, {"leaning_twin": leaning}, path=str(tmp_path))
    assert fault.startswith("With PLUGINS=leaning_twin: ")
    assert "isn't in an application in INSTALLED_APPS" in fault


@needs_partners
@pytest.mark.django_db(transaction=True)
def test_a_migration_that_cannot_be_taken_back_is_a_fault(monkeypatch):
    from importlib import import_module

    first = import_module("plugins.partners.migrations.0001_initial").Migration
    before = set(connection.introspection.table_names())
    one_way = RunPython(RunPython.noop)
    monkeypatch.setattr(first, "operations", [*first.operations, one_way])
    [fault] = checks.migration_faults("partners")
    assert fault.startswith("Its migrations cannot be taken back: IrreversibleError(")
    assert set(connection.introspection.table_names()) == before


@needs_partners
@pytest.mark.django_db(transaction=True)
def test_a_change_no_migration_knows_is_a_fault(monkeypatch):
    from plugins.partners.models import Partner

    monkeypatch.setattr(Partner._meta, "verbose_name", "something else")
    monkeypatch.setitem(Partner._meta.original_attrs, "verbose_name", "something else")
    monkeypatch.setattr(checks.MigrationExecutor, "migrate", lambda self, targets: None)
    faults = checks.migration_faults("partners")
    assert "No migration knows of: Change Meta options on partner." in faults
    assert "At zero its table partners_partner is still there." in faults


# --- Off and on ---------------------------------------------------------------------


@needs_partners
@pytest.mark.django_db
def test_a_plugin_that_forgets_its_rows_is_a_fault(monkeypatch):
    from plugins.partners.models import Resource
    from tests.partners.factories import ResourceFactory

    assert checks.switching_faults("partners") == [
        "`make_rows` makes none of its records, so nothing was looked at."
    ]
    ResourceFactory()
    assert checks.switching_faults("partners") == []
    config = registry().plugins["partners"]
    monkeypatch.setattr(
        type(config), "on_disable", lambda self: Resource.objects.update(title="lost")
    )
    assert checks.switching_faults("partners") == [
        "Switched off, the rows of partners.Resource differ.",
        "Switched on, the rows of partners.Resource differ.",
    ]


@needs_partners
@pytest.mark.django_db
def test_a_plugin_that_hinders_the_host_from_deleting_is_a_fault():
    from django.db.models.signals import post_delete
    from wagtail.images.models import Image

    from tests.cms.factories import ImageFactory
    from tests.partners.factories import PartnerFactory

    def meddle(**_kwargs):
        raise RuntimeError("still needed")

    PartnerFactory(logo=ImageFactory())
    assert checks.deletion_faults("partners") == []
    assert Image.objects.count() == 1
    post_delete.connect(meddle, sender=Image)
    try:
        [fault] = checks.deletion_faults("partners")
        assert fault.startswith("While it is off, a wagtailimages.Image that partners.Partner.logo")
        assert fault.endswith("cannot be deleted: RuntimeError('still needed').")
    finally:
        post_delete.disconnect(meddle, sender=Image)


# --- Addresses -------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.usefixtures("twin")
@pytest.mark.parametrize(
    ("name", "access", "fault"),
    [
        ("fine", Access.PUBLIC, None),
        ("fine", Access.TOKEN, None),
        ("to_login", Access.MEMBER, None),
        ("fine", Access.MEMBER, "GET /twin/fine/ answers anyone with 200, though it is declared"),
        ("fine", Access.STAFF, "GET /twin/fine/ answers anyone with 200, though it is declared"),
        ("elsewhere", Access.MEMBER, "GET /twin/elsewhere/ answers anyone with 302, though"),
        ("failing", Access.PUBLIC, "GET /twin/failing/ answers anyone with 500."),
    ],
)
def test_a_door_that_is_not_as_declared_is_a_fault(name, access, fault):
    faults = checks.door_faults([at(name, access)])
    assert len(faults) == (3 if fault else 0)  # one for each method
    assert not fault or faults[0].startswith(fault)


@pytest.mark.django_db
@pytest.mark.usefixtures("twin")
def test_asking_once_for_each_row_is_a_fault():
    visits = [(Client(), "/twin/asking/"), (Client(), "/twin/fine/")]
    faults = checks.query_faults(visits, UserFactory.create_batch)
    assert faults == ["/twin/asking/ asks 2 then 4 then 10 times for 1, 3 and 9 rows."]


@pytest.mark.django_db
@pytest.mark.usefixtures("twin")
@pytest.mark.parametrize(
    ("name", "faults"),
    [
        ("fine", []),
        (
            "korean_only",
            ['/en/twin/korean_only/ (en): is no page in that language (no lang="en").'],
        ),
        ("english_fails", ["/en/twin/english_fails/ (en): answers 500."]),
        (
            "without_policy",
            [
                "/twin/without_policy/ (ko): has no Content-Security-Policy.",
                "/en/twin/without_policy/ (en): has no Content-Security-Policy.",
            ],
        ),
    ],
)
def test_a_page_that_fails_in_a_language_or_lacks_the_policy_is_a_fault(name, faults):
    assert checks.page_faults([(Client(), lambda: at(name).path)]) == faults


@pytest.mark.django_db
@pytest.mark.usefixtures("twin")
def test_inline_style_is_a_fault():
    faults = checks.page_faults([(Client(), lambda: at("inline").path)])
    assert [fault.partition(":")[0] for fault in faults] == [
        "/twin/inline/ (ko)",
        "/en/twin/inline/ (en)",
    ]
    assert "has inline script or style, which the policy forbids" in faults[0]


@pytest.mark.parametrize(
    ("html", "forbidden"),
    [
        (b"<script>let a = 1</script>", True),
        (b'<script type="module">import "./a.js"</script>', True),
        (b"<style>p {}</style>", True),
        (b'<a onclick="a()">', True),
        (b'<script src="/a.js" defer></script>', False),
        (b'<script type="application/ld+json">{}</script>', False),
        (b'<p class="one" data-style="two">on time = "now"</p>', False),
    ],
)
def test_what_counts_as_inline(html, forbidden):
    assert bool(checks.INLINE.search(html)) is forbidden


@pytest.mark.usefixtures("twin")
def test_arguments_are_made_up_or_taken_as_given():
    from tests.plugins import twins

    found = {
        address.name: address.path
        for address in addresses._of_patterns(twins.twin[-2:], "twin", Access.PUBLIC, {"pk": 7})
    }
    assert found == {
        "twin:one": "/twin/7/1/",
        "twin:key": "/twin/00000000-0000-4000-8000-000000000000/",
    }


def test_an_address_nobody_can_make_up_asks_for_its_arguments(settings):
    def never(_request):
        return None

    pattern = path("<slug:nowhere>/", never, name="nowhere")
    with pytest.raises(NoAddress, match=r"^Give `arguments` for twin:nowhere: nowhere\.$"):
        list(addresses._of_patterns([pattern], "twin", Access.PUBLIC, {}))


def test_a_kit_without_rows_says_so():
    class TestForgetful(PluginConformance):
        plugin = "members"

    with pytest.raises(NotImplementedError, match=r"^TestForgetful\.make_rows"):
        TestForgetful().make_rows(1)


def test_the_kit_visits_what_the_plugins_mount():
    given = {"purpose": "news", "answer": "give", "role": "treasurer"}
    found = {address.name: address for address in addresses.addresses_of("members", given)}
    assert found["members:home"] == Address("members:home", (), Access.MEMBER)
    assert found["members_invitations:answer"].access is Access.TOKEN
    assert [name for name, one in found.items() if one.is_staff_list]
