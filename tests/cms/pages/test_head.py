"""What search engines and other sites read."""

import io
from xml.etree import ElementTree as ET

import pytest
from django.core.files.base import ContentFile
from PIL import Image as Drawing
from wagtail.images.models import Image

from tests.cms.factories import ImageFactory, LinkPageFactory, StandardPageFactory

pytestmark = pytest.mark.django_db
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"


@pytest.fixture
def photo():
    content = io.BytesIO()
    Drawing.new("RGB", (1600, 900), "#0f5e4d").save(content, "PNG")
    return Image.objects.create(
        title="사진", file=ContentFile(content.getvalue(), "p.png"), width=1600, height=900
    )


def test_head_of_a_page(client, centre, home_en, photo):
    page = StandardPageFactory(slug="about", title="센터 소개", summary="짧은 <말>", picture=photo)
    english = page.copy_for_translation(home_en.locale)
    english.save_revision().publish()
    head = client.get("/about/").content.decode().partition("</head>")[0]
    for line in (
        "<title>센터 소개 | 품앗이 직장맘지원센터</title>",
        '<meta name="description" content="짧은 &lt;말&gt;">',
        '<link rel="canonical" href="http://testserver/about/">',
        '<link rel="alternate" hreflang="ko" href="http://testserver/about/">',
        '<link rel="alternate" hreflang="en" href="http://testserver/en/about/">',
        '<meta property="og:title" content="센터 소개">',
        '<meta property="og:locale" content="ko_KR">',
    ):
        assert line in head
    assert '<meta property="og:image" content="http' in head
    assert "1200x630" in head


def test_a_drawing_is_not_shared(client, home):
    StandardPageFactory(slug="about", picture=ImageFactory())
    assert "og:image" not in client.get("/about/").content.decode()


def test_the_centres_picture_stands_in_where_a_page_has_none(client, centre, photo):
    StandardPageFactory(slug="about", picture=ImageFactory())
    assert "og:image" not in client.get("/about/").content.decode()
    centre.picture = photo
    centre.save()
    assert "1200x630" in client.get("/about/").content.decode()


def test_sitemap_lists_pages_of_both_languages_with_each_other(client, home, home_en):
    page = StandardPageFactory(slug="소개")
    english = page.copy_for_translation(home_en.locale)
    english.slug = "about"
    english.save_revision().publish()
    StandardPageFactory(slug="draft", live=False)
    LinkPageFactory(slug="link")
    root = ET.fromstring(client.get("/sitemap.xml").content)
    found = {
        url.findtext(f"{SITEMAP}loc"): {
            link.get("hreflang"): link.get("href") for link in url.findall(f"{XHTML}link")
        }
        for url in root
    }
    both = {
        "ko": "http://testserver/%EC%86%8C%EA%B0%9C/",
        "en": "http://testserver/en/about/",
    }
    homes = {"ko": "http://testserver/", "en": "http://testserver/en/"}
    assert found == {
        homes["ko"]: homes,
        homes["en"]: homes,
        both["ko"]: both,
        both["en"]: both,
    }


@pytest.mark.parametrize("count", [1, 3, 100])
@pytest.mark.many
def test_sitemap_takes_the_same_queries_however_many(
    client, home, django_assert_num_queries, count
):
    from cms.models import StandardPage

    parent = type(home).objects.get(pk=home.pk)
    for number in range(count):
        parent.add_child(instance=StandardPage(title="쪽", slug=f"p{number}", locale=home.locale))
    client.get("/sitemap.xml")
    with django_assert_num_queries(3):
        assert client.get("/sitemap.xml").content.count(b"<loc>") == count + 2


def test_robots_keeps_personal_addresses_out_and_names_the_sitemap(client, db):
    response = client.get("/robots.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    lines = response.content.decode().splitlines()
    assert lines[0] == "User-agent: *"
    assert {"Disallow: /my/", "Disallow: /en/my/", "Disallow: /admin/"} <= set(lines)
    assert lines[-1] == "Sitemap: http://testserver/sitemap.xml"


def test_shown_pictures_are_served_and_originals_are_not(client, home, photo):
    shown = photo.get_rendition("max-320x440|format-webp")
    name = shown.file.name.rpartition("/")[2]
    assert client.get(f"/media/{photo.file.name}").status_code == 404
    for bad in ("none.webp", "..%2Fp.png", "x.html", ".webp"):
        assert client.get(f"/media/images/{bad}").status_code == 404
    response = client.get(f"/media/images/{name}")
    assert b"".join(response.streaming_content)[8:12] == b"WEBP"
    assert response["Content-Type"] == "image/webp"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "sandbox" in response["Content-Security-Policy"]


def test_korean_home_slugs_do_not_answer(client, home):
    assert client.get("/home-ko/").status_code == 404
