"""Partners, agreements, directory entries and their pages; every name is made up."""

from datetime import date

import factory

from plugins.partners.models import (
    Mou,
    Partner,
    PartnerIndexPage,
    PartnerPage,
    Resource,
    ResourceDirectoryPage,
)
from tests.cms.factories import PageFactory


class PartnerFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Partner

    name = factory.Sequence(lambda n: f"협력기관 {n:03}")
    name_en = factory.Sequence(lambda n: f"Partner {n:03}")
    kind = "labour"
    district = "guro"
    phone = "02-000-0000"


class MouFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Mou

    partner = factory.SubFactory(PartnerFactory)
    title = "업무협약"
    signed_on = date(2026, 3, 2)
    state = Mou.State.ACTIVE


class ResourceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Resource

    title = factory.Sequence(lambda n: f"육아 상담실 {n:03}")
    title_en = factory.Sequence(lambda n: f"Parenting desk {n:03}")
    kind = "family"
    district = "guro"
    phone = "02-000-0000"
    link = "https://desk.example/"
    description = "부모와 아이의 고민을 함께 풀어 갑니다."


class PartnerIndexPageFactory(PageFactory):
    class Meta:
        model = PartnerIndexPage


class PartnerPageFactory(PageFactory):
    class Meta:
        model = PartnerPage

    partner = factory.SubFactory(PartnerFactory)


class ResourceDirectoryPageFactory(PageFactory):
    class Meta:
        model = ResourceDirectoryPage
