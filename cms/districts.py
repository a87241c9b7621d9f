"""The 25 districts of Seoul, by their official romanised names.

A place name is no sentence: both languages stand here side by side, not in the
message catalogues. The order is that of the Korean alphabet, as in public lists.
"""

from django.db import models
from django.utils.functional import lazy
from django.utils.translation import get_language


def _in_language(ko: str, en: str) -> str:
    return ko if (get_language() or "en").startswith("ko") else en


_named = lazy(_in_language, str)


class District(models.TextChoices):
    """A district (자치구) of Seoul; the stored value never changes."""

    GANGNAM = "gangnam", _named("강남구", "Gangnam-gu")
    GANGDONG = "gangdong", _named("강동구", "Gangdong-gu")
    GANGBUK = "gangbuk", _named("강북구", "Gangbuk-gu")
    GANGSEO = "gangseo", _named("강서구", "Gangseo-gu")
    GWANAK = "gwanak", _named("관악구", "Gwanak-gu")
    GWANGJIN = "gwangjin", _named("광진구", "Gwangjin-gu")
    GURO = "guro", _named("구로구", "Guro-gu")
    GEUMCHEON = "geumcheon", _named("금천구", "Geumcheon-gu")
    NOWON = "nowon", _named("노원구", "Nowon-gu")
    DOBONG = "dobong", _named("도봉구", "Dobong-gu")
    DONGDAEMUN = "dongdaemun", _named("동대문구", "Dongdaemun-gu")
    DONGJAK = "dongjak", _named("동작구", "Dongjak-gu")
    MAPO = "mapo", _named("마포구", "Mapo-gu")
    SEODAEMUN = "seodaemun", _named("서대문구", "Seodaemun-gu")
    SEOCHO = "seocho", _named("서초구", "Seocho-gu")
    SEONGDONG = "seongdong", _named("성동구", "Seongdong-gu")
    SEONGBUK = "seongbuk", _named("성북구", "Seongbuk-gu")
    SONGPA = "songpa", _named("송파구", "Songpa-gu")
    YANGCHEON = "yangcheon", _named("양천구", "Yangcheon-gu")
    YEONGDEUNGPO = "yeongdeungpo", _named("영등포구", "Yeongdeungpo-gu")
    YONGSAN = "yongsan", _named("용산구", "Yongsan-gu")
    EUNPYEONG = "eunpyeong", _named("은평구", "Eunpyeong-gu")
    JONGNO = "jongno", _named("종로구", "Jongno-gu")
    JUNG = "jung", _named("중구", "Jung-gu")
    JUNGNANG = "jungnang", _named("중랑구", "Jungnang-gu")


OUTSIDE = "outside"
"""The value of a place that is in no district of Seoul."""

WITH_OUTSIDE = [*District.choices, (OUTSIDE, _named("서울 밖", "Outside Seoul"))]
"""Choices where people from beyond Seoul are welcome too."""
