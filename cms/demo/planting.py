"""Planting pages in both languages, and pictures drawn by us."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Locale, Page

from cms.demo.centre import Demo
from cms.pages.pictures import SIZES

SCENES = Path(settings.BASE_DIR) / "cms" / "static" / "cms" / "img"
# What an alternative text says where the page gives none.
DRAWN = {
    "centre": "센터 건물 앞에서 이야기하는 사람들",
    "childcare": "아이와 놀아 주는 돌봄 선생님",
    "class": "강의를 듣는 부모들",
    "community": "둘러앉은 부모 모임",
    "family": "일하는 부모와 아이",
    "hotline": "헤드셋을 쓴 상담원",
    "lecture": "강연장에 모인 사람들",
    "lunch": "점심시간 강좌",
    "newsletter": "소식지를 읽는 사람",
    "park": "공원에 나온 가족들",
    "partners": "손을 맞잡은 두 기관",
    "reading": "함께 책을 읽는 부모와 아이들",
    "report": "보고서와 도표",
    "rights": "권리 안내서를 든 사람",
    "subway": "지하철역 상담 창구",
}


def picture(demo: Demo, scene: str) -> Any:
    """Return the picture of that drawn scene, taken into the picture library once."""
    if scene not in demo.pictures:
        drawing = (SCENES / f"scene-{scene}.svg").read_bytes()
        taken = get_image_model().objects.create(
            title=DRAWN[scene],
            description=DRAWN[scene],
            file=ContentFile(drawing, name=f"{scene}.svg"),
        )
        # Made now, so that nobody's first visit has to.
        taken.get_renditions(*SIZES)
        demo.pictures[scene] = taken
    return demo.pictures[scene]


def document(title: str, filename: str, content: bytes) -> Any:
    """Return a new public document."""
    found = get_document_model()(title=title, file=ContentFile(content, name=filename))
    found.file_size = len(content)
    found.save()
    return found


def plant(
    demo: Demo,
    key: str,
    parent: str,
    model: type[Page],
    *,
    ko: Mapping[str, Any],
    en: Mapping[str, Any],
    **both: Any,
) -> Page:
    """Publish a page and its English translation; return the Korean one.

    ``parent`` is the key of a page planted before; ``both`` holds the fields that are
    the same in either language. The pages are kept as ``demo.pages[key]`` and
    ``demo.pages[key + ":en"]``.
    """
    english = Locale.objects.get(language_code="en")
    page = model(locale=Locale.objects.get(language_code="ko"), **both, **ko)
    # Parents are read anew: each planting moves the tree's counters.
    Page.objects.get(pk=demo.pages[parent].pk).add_child(instance=page)
    page.save_revision(user=demo.people.get("editor")).publish()
    copy = page.copy_for_translation(english)
    for name, value in {"slug": page.slug, **en}.items():
        setattr(copy, name, value)
    copy.draft_title = copy.title
    copy.save_revision(user=demo.people.get("editor")).publish()
    demo.pages[key], demo.pages[f"{key}:en"] = page, copy
    return page
