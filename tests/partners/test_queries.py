import pytest

from plugins.partners.models import Mou, Partner
from plugins.partners.queries import (
    forms_of,
    public_mous,
    public_partners,
    public_resources,
    words_of,
)
from tests.partners.factories import MouFactory, PartnerFactory, ResourceFactory

pytestmark = pytest.mark.django_db


def found(**options):
    return [resource.title for resource in public_resources(**options)]


def test_public_resources_come_in_their_order_and_leave_out_what_is_hidden():
    ResourceFactory(title="나", order=2)
    ResourceFactory(title="다", order=1)
    ResourceFactory(title="가", order=2)
    ResourceFactory(title="숨김", is_public=False)
    assert found() == ["다", "가", "나"]


def test_public_resources_of_a_district_keep_what_serves_all_of_seoul():
    ResourceFactory(title="구로", district="guro")
    ResourceFactory(title="서울", district="")
    ResourceFactory(title="마포", district="mapo")
    assert found(district="guro") == ["구로", "서울"]


def test_public_resources_of_a_kind():
    ResourceFactory(title="노동", kind="labour")
    ResourceFactory(title="가족", kind="family")
    assert found(kind="labour") == ["노동"]


@pytest.mark.parametrize(
    "text",
    [
        "출산휴가", "출산휴가를", "maternity", "LEAVE maternity", "상담 출산휴가는",
        "\u110e\u116e\u11af\u1109\u1161\u11ab\u1112\u1172\u1100\u1161", "출산휴가\x00",
    ],
)  # fmt: skip
def test_public_resources_are_found_by_words_in_either_language(text):
    ResourceFactory(
        title="출산휴가 상담", title_en="Maternity leave advice", description="", description_en=""
    )
    ResourceFactory(title="놀이방", title_en="Play room", description="", description_en="")
    assert found(text=text) == ["출산휴가 상담"]


@pytest.mark.parametrize("text", ["%", "_", "'; --", "   "])
def test_public_resources_take_signs_for_no_words(text):
    ResourceFactory(title="가")
    assert found(text=text) == (["가"] if not words_of(text) else [])


def test_forms_of_a_word_forgive_one_particle_and_keep_short_words():
    assert list(forms_of("출산휴가를")) == ["출산휴가를", "출산휴가"]
    assert list(forms_of("휴가")) == ["휴가"]
    assert list(forms_of("길이")) == ["길이"]


def test_public_mous_leave_out_what_is_being_prepared_and_hidden_partners():
    active = MouFactory()
    ended = MouFactory(state=Mou.State.ENDED)
    MouFactory(state=Mou.State.PREPARING)
    MouFactory(partner__is_public=False)
    assert set(public_mous()) == {active, ended}


def test_public_partners_put_the_newest_agreement_first():
    none = PartnerFactory(name="가")
    old = MouFactory(signed_on="2020-01-01").partner
    new = MouFactory(signed_on="2026-01-01").partner
    PartnerFactory(is_public=False)
    listed = list(public_partners())
    assert listed == [new, old, none]
    assert {partner.mou_count for partner in listed} == {2}
    assert Partner.objects.count() == 4
