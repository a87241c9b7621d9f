"""Factories of the host's own models. Pages are made under a parent and published."""

from typing import Any

import factory
from django.core.files.base import ContentFile
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Page

from cms import models
from tests.planted import planted_site

DRAWING = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 40" width="64" height="40">'
    b'<rect width="64" height="40" fill="#e7f3f0"/></svg>'
)


class CentreSettingsFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.CentreSettings

    hotline = "직장맘 전용콜 120+5번"
    hotline_number = "120"
    opening_hours = "평일 09:00–18:00"
    opening_hours_en = "Weekdays 09:00–18:00"


class ImageFactory(factory.django.DjangoModelFactory):
    """A drawing: renditions of it cost no time."""

    class Meta:
        model = Image

    title = factory.Sequence(lambda n: f"그림 {n}")
    file = factory.LazyAttributeSequence(lambda _o, n: ContentFile(DRAWING, f"drawing-{n}.svg"))
    width = 64
    height = 40


class DocumentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Document

    title = factory.Sequence(lambda n: f"자료 {n}")
    file = factory.LazyAttributeSequence(
        lambda _o, n: ContentFile(b"%PDF-1.4 " + b"x" * 2048, f"paper-{n}.pdf")
    )
    file_size = 2057


class PageFactory(factory.django.DjangoModelFactory):
    """Makes a published page; ``parent`` (default: the Korean home page) says where.

    ``live=False`` leaves it a draft.
    """

    class Meta:
        abstract = True

    title = factory.Sequence(lambda n: f"쪽 {n}")
    slug = factory.Sequence(lambda n: f"page-{n}")

    @classmethod
    def _create(cls, model_class: type[Page], *args: Any, **kwargs: Any) -> Page:
        parent = kwargs.pop("parent", None) or planted_site(name="품앗이 직장맘지원센터")
        live = kwargs.pop("live", True)
        page = model_class(*args, locale=parent.locale, live=live, **kwargs)
        Page.objects.get(pk=parent.pk).add_child(instance=page)
        revision = page.save_revision()
        if live:
            revision.publish()
        return model_class.objects.get(pk=page.pk)


class LinkPageFactory(PageFactory):
    class Meta:
        model = models.LinkPage

    target = "/accounts/login/"


class StandardPageFactory(PageFactory):
    class Meta:
        model = models.StandardPage


class NewsIndexPageFactory(PageFactory):
    class Meta:
        model = models.NewsIndexPage

    title = "소식"
    slug = "news"


class NewsPageFactory(PageFactory):
    class Meta:
        model = models.NewsPage

    title = factory.Sequence(lambda n: f"새 소식 {n}")


class TimelinePageFactory(PageFactory):
    class Meta:
        model = models.TimelinePage


class StaffPageFactory(PageFactory):
    class Meta:
        model = models.StaffPage


class FacilityPageFactory(PageFactory):
    class Meta:
        model = models.FacilityPage


class PublicationIndexPageFactory(PageFactory):
    class Meta:
        model = models.PublicationIndexPage


class PublicationPageFactory(PageFactory):
    class Meta:
        model = models.PublicationPage
