"""``class TestMine(PluginConformance)``: the checks of ``plugins.testing.checks`` as tests.

Says what a plug-in author must give (``plugin``, ``make_rows``, and ``arguments`` where
addresses take any), and whom each address is visited as.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, ClassVar

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone
from wagtail.models import Page

from plugins.api import Access, PluginConfig
from plugins.personal import personal_models
from plugins.registry import registry
from plugins.testing import canaries, checks
from plugins.testing.addresses import Address, addresses_of


class PluginConformance:
    """What every plug-in must hold to. Subclass it in your tests and name your plug-in."""

    plugin: ClassVar[str]
    """The plug-in's app label."""
    arguments: ClassVar[Mapping[str, Any]] = {}
    """Values for the parameters of its addresses, by name; what is not given is made up."""
    not_lists: ClassVar[tuple[str, ...]] = ()
    """Names of its addresses without arguments whose length has nothing to do with rows made."""

    def make_rows(self, number: int) -> None:
        """Make ``number`` more of every record its lists show, and a page of each of its types."""
        if self._models():
            raise NotImplementedError(f"{type(self).__name__}.make_rows(number) must make rows.")

    def make_rows_of(self, person: Any) -> None:
        """Make one of every record that leads to a person, for this person."""
        raise NotImplementedError(
            f"{type(self).__name__}.make_rows_of(person) must make a person's rows."
        )

    # --- What it is and how it loads ----------------------------------------------

    def test_it_keeps_the_contract(self) -> None:
        assert checks.contract_faults(self._config()) == []

    def test_it_says_the_same_in_any_order(self) -> None:
        assert checks.order_faults(self._config(), registry().plugins.values()) == []

    def test_its_channels_know_whom_they_reach(self) -> None:
        assert checks.channel_faults(self.plugin) == []

    def test_it_loads_alone(self) -> None:
        assert checks.alone_faults(self._config(), registry().plugins) == []

    @pytest.mark.django_db(transaction=True)
    def test_its_migrations_go_to_zero_and_back(self) -> None:
        if not self._config().can_disable:
            pytest.skip("part of every site: never removed")
        assert checks.migration_faults(self.plugin) == []

    # --- Off and on ------------------------------------------------------------------

    @pytest.mark.django_db
    def test_switched_off_and_on_its_data_are_as_before(self) -> None:
        if not self._config().can_disable:
            pytest.skip("part of every site: never switched off")
        self.make_rows(2)
        assert checks.switching_faults(self.plugin) == []

    @pytest.mark.django_db
    def test_what_its_rows_point_to_can_be_deleted_while_it_is_off(self) -> None:
        if not self._config().can_disable:
            pytest.skip("part of every site: never switched off")
        self.make_rows(1)
        assert checks.deletion_faults(self.plugin) == []

    # --- Whose data ------------------------------------------------------------------

    @pytest.mark.django_db
    def test_a_person_is_given_all_of_theirs_and_erased_without_a_trace(self) -> None:
        if not personal_models(self.plugin):
            return  # none of its models leads to a person
        people = get_user_model().objects
        person = people.create_user("person@kit.example", None, name="Kit")
        self.make_rows_of(person)
        planted = canaries.plant(self.plugin, person)
        assert planted or not canaries.has_texts(self.plugin), "make_rows_of makes no row of theirs"
        person = people.get(pk=person.pk)
        assert canaries.export_faults(self.plugin, person, planted) == []
        assert canaries.erasure_faults(self.plugin, person, planted, timezone.now()) == []

    # --- Its addresses ---------------------------------------------------------------

    @pytest.mark.django_db
    def test_its_doors_are_as_declared(self) -> None:
        self.make_rows(1)
        assert checks.door_faults(self._addresses()) == []

    @pytest.mark.django_db
    def test_its_lists_ask_as_often_for_many_rows_as_for_one(self, settings: Any) -> None:
        settings.STAFF_SECOND_FACTOR = False
        lists = [
            (self._visitor(address), address.path)
            for address in self._addresses()
            if not address.arguments and address.name not in self.not_lists
            if address.is_staff_list or address.access is not Access.STAFF
        ]
        assert checks.query_faults(lists, self.make_rows) == []

    @pytest.mark.django_db
    def test_its_pages_open_in_every_language_under_the_policy(self, settings: Any) -> None:
        settings.STAFF_SECOND_FACTOR = False
        self.make_rows(2)
        shown: list[tuple[Client, Callable[[], str]]] = [
            (self._visitor(address), _path_of(address))
            for address in self._addresses()
            if address.access is not Access.STAFF
        ]
        assert checks.page_faults(shown) == []
        assert [
            f"{page.url} answers {answer.status_code}."
            for page in self._pages()
            if (answer := Client().get(page.relative_url(page.get_site()))).status_code != checks.OK
        ] == []

    @pytest.mark.django_db
    def test_make_rows_makes_a_page_of_each_of_its_types(self) -> None:
        self.make_rows(1)
        made = {type(page) for page in self._pages()}
        assert {model for model in self._models() if issubclass(model, Page)} == made

    @pytest.mark.django_db
    def test_staff_open_its_lists_and_forms(self, settings: Any) -> None:
        settings.STAFF_SECOND_FACTOR = False
        self.make_rows(1)
        plain = [address for address in self._addresses() if address.access is Access.STAFF]
        answers = {
            address.path: self._visitor(address).get(address.path).status_code
            for address in plain
            if address.is_staff_list or address.name.endswith(":add")
        }
        assert {path: status for path, status in answers.items() if status != checks.OK} == {}

    # --- Who and what ------------------------------------------------------------------

    def _config(self) -> PluginConfig:
        return registry().plugins[self.plugin]

    def _models(self) -> list[type[Any]]:
        return list(apps.get_app_config(self.plugin).get_models())

    def _addresses(self) -> list[Address]:
        return addresses_of(self.plugin, self.arguments)

    def _pages(self) -> Iterator[Page]:
        for model in self._models():
            if issubclass(model, Page):
                yield from model.objects.live()

    def _visitor(self, address: Address) -> Client:
        """Return a client whom the address's door lets pass."""
        client = Client(raise_request_exception=False)
        if address.access in {Access.MEMBER, Access.STAFF}:
            people = get_user_model().objects
            email = f"{address.access.value}@kit.example"
            user = people.filter(email=email).first() or people.create_user(
                email, None, name="Kit", is_superuser=address.access is Access.STAFF
            )
            client.force_login(user, "django.contrib.auth.backends.ModelBackend")
        return client


def _path_of(address: Address) -> Callable[[], str]:
    return lambda: address.path
