from django.utils.translation import override

from cms.districts import WITH_OUTSIDE, District


def test_districts_are_named_in_the_language_of_the_reader():
    assert len(District) == 25
    with override("ko"):
        assert str(District.JUNG.label) == "중구"
    with override("en"):
        assert str(District.JUNG.label) == "Jung-gu"


def test_districts_with_outside_ends_with_the_place_beyond_seoul():
    with override("ko"):
        assert [str(label) for _value, label in WITH_OUTSIDE][-2:] == ["중랑구", "서울 밖"]
