from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils.translation import override

from plugins.partners.models import Mou
from tests.partners.factories import MouFactory, PartnerFactory, ResourceFactory

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 22)


def test_partner_is_named_in_the_reader_s_language_with_korean_to_fall_back_on():
    partner = PartnerFactory.build(name="품앗이 노동센터", name_en="Pumasi Labour Centre")
    with override("en"):
        assert partner.shown_name == "Pumasi Labour Centre"
        assert PartnerFactory.build(name="가", name_en="").shown_name == "가"
    with override("ko"):
        assert partner.shown_name == "품앗이 노동센터"


@pytest.mark.parametrize(
    ("state", "ends_on", "in_force"),
    [
        (Mou.State.ACTIVE, None, True),
        (Mou.State.ACTIVE, DAY, True),
        (Mou.State.ACTIVE, DAY - timedelta(days=1), False),
        (Mou.State.ENDED, None, False),
        (Mou.State.PREPARING, None, False),
    ],
)
def test_mou_is_in_force_through_its_last_day(state, ends_on, in_force):
    assert MouFactory.build(state=state, ends_on=ends_on).is_in_force(DAY) is in_force


def test_mou_cannot_end_before_it_is_signed():
    mou = MouFactory(signed_on=DAY)
    mou.ends_on = DAY - timedelta(days=1)
    with pytest.raises(ValidationError):
        mou.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        mou.save()


def test_mou_points_are_its_lines():
    assert MouFactory.build(summary="상담 연계\n\n 공동 교육 \n").points == [
        "상담 연계",
        "공동 교육",
    ]


def test_partner_with_agreements_cannot_be_deleted():
    with pytest.raises(ProtectedError):
        MouFactory().partner.delete()


@pytest.mark.parametrize(
    ("phone", "dial"), [("02-123-4567", "021234567"), ("02-123-4567~8", "021234567"), ("", "")]
)
def test_resource_dials_digits_only(phone, dial):
    assert ResourceFactory.build(phone=phone).dial == dial


def test_resource_refuses_words_in_its_phone():
    with pytest.raises(ValidationError):
        ResourceFactory.build(phone="javascript:1").full_clean()
