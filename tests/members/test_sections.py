"""Questions of plug-ins on the profile form: asked, stored and refused together with it."""

import logging

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse

from members.models import Child, Profile
from plugins.api import FormSection
from plugins.state import remember
from tests.cms.conftest import contribute

__all__ = ["contribute"]

pytestmark = pytest.mark.django_db
ANSWERS = {"name": "새 이름", "phone": "", "language": "ko", "interests": []}
OWN = {"members-child-shown": "1", "members-child-name": "하늘"}


class ToyForm(forms.Form):
    name = forms.CharField(label="Favourite toy", max_length=10)


def initial(person):
    child = person.children.first()
    return {"name": child.name if child else ""}


def save(person, values, by):
    assert by == person
    person.children.all().delete()
    Child.objects.create(parent=person, name=values["name"], birth_year=2020)
    if values["name"] == "아니":
        raise ValidationError({"name": ["Not this one."]})
    if values["name"] == "고장":
        raise ZeroDivisionError("a mistake")


@pytest.fixture
def section(contribute):
    contribute(
        FormSection(
            key="members.child",
            form="members.profile_form",
            title="Toys",
            text="What they like.",
            fields="tests.members.test_sections.ToyForm",
            initial=initial,
            save=save,
        ),
        label="toys",
    )


def sent(client, **changes):
    return client.post(reverse("members:profile"), ANSWERS | OWN | changes)


def stored(member):
    member.refresh_from_db()
    return member.name, [child.name for child in member.children.all()]


def test_it_is_shown_with_what_is_stored_and_saved_with_the_form(section, member_client, member):
    Child.objects.create(parent=member, name="바다", birth_year=2020)
    page = member_client.get(reverse("members:profile")).text
    assert 'name="members-child-name" value="바다"' in page
    assert "<legend" in page
    assert "Toys" in page
    assert sent(member_client).status_code == 302
    assert stored(member) == ("새 이름", ["하늘"])


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"members-child-name": ""}, 'href="#id_members-child-name">Favourite toy: '),
        ({"members-child-name": "아니"}, "Not this one."),
        ({"name": ""}, 'href="#id_name">'),
    ],
)
def test_what_is_wrong_in_either_saves_neither_and_loses_nothing(
    section, member_client, member, changes, said
):
    before = stored(member)
    page = sent(member_client, **changes).text
    assert said in page[page.index("error-summary") :]
    typed = ANSWERS | OWN | changes
    assert f'name="members-child-name" value="{typed["members-child-name"]}"' in page or (
        not typed["members-child-name"]
    )
    assert f'value="{typed["name"]}"' in page
    assert stored(member) == before
    assert not Profile.objects.filter(user=member).exists()


def test_one_that_breaks_is_named_and_nothing_is_half_saved(
    section, member_client, member, settings, caplog
):
    broken = {"members-child-name": "고장"}
    with pytest.raises(ZeroDivisionError):
        sent(member_client, **broken)
    settings.PLUGINS_RAISE = False
    before = stored(member)
    with caplog.at_level(logging.ERROR, "pumasi.plugins"):
        page = sent(member_client, **broken).text
    assert "its contribution members.child failed at " in caplog.text
    assert "‘Toys’을(를) 저장하지 못해 아무것도 저장하지 않았습니다." in page
    assert 'value="고장"' in page
    assert stored(member) == before


def test_one_that_cannot_be_shown_is_left_out(contribute, member_client, settings, caplog):
    contribute(
        FormSection(
            key="members.child",
            form="members.profile_form",
            title="Toys",
            fields="tests.members.test_sections.ToyForm",
            initial=lambda person: 1 / 0,
            save=save,
        )
    )
    settings.PLUGINS_RAISE = False
    page = member_client.get(reverse("members:profile"))
    assert (page.status_code, "Toys" in page.text) == (200, False)
    assert "its contribution members.child failed at " in caplog.text


def test_switched_off_it_is_gone_and_its_rows_stay(section, member_client, member):
    Child.objects.create(parent=member, name="바다", birth_year=2020)
    remember(frozenset({"toys"}))
    assert "Toys" not in member_client.get(reverse("members:profile")).text
    assert sent(member_client).status_code == 302
    assert stored(member) == ("새 이름", ["바다"])


def test_switched_on_after_the_page_was_shown_it_asks_and_stores_nothing(
    section, member_client, member
):
    Child.objects.create(parent=member, name="바다", birth_year=2020)
    client_sent = member_client.post(reverse("members:profile"), ANSWERS)
    assert client_sent.status_code == 302
    assert stored(member) == ("새 이름", ["바다"])
