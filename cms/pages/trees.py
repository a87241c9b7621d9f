"""The two trees of a site: a Korean home page, and its translation in English."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from wagtail.models import Locale, Page, Site

from cms.pages.home import HomePage

ENGLISH_NAME = "Working Parents' Centre"


@transaction.atomic
def ensure_site(*, name: str, name_en: str = ENGLISH_NAME) -> HomePage:
    """Return the Korean home page, making both trees and the site record if they are not there.

    Wagtail's welcome page goes. The English home page is the translation of the Korean
    one: ``home.get_translation(Locale.objects.get(language_code="en"))``. Called again,
    it changes nothing.
    """
    korean, english = (Locale.objects.get_or_create(language_code=code)[0] for code in ("ko", "en"))
    home = HomePage.objects.filter(locale=korean, depth=2).first()
    if home is None:
        home = _plant(name, korean)
    if not home.has_translation(english):
        copy = home.copy_for_translation(english)
        copy.title = copy.draft_title = name_en
        copy.slug = "home-en"
        copy.save_revision().publish()
    return home


def _plant(name: str, korean: Locale) -> HomePage:
    root = Page.get_first_root_node()
    if root is None:
        root = Page.add_root(instance=Page(title="Root", slug="root", locale=korean))
    welcome = list(root.get_children().filter(content_type__model="page"))
    home = HomePage(title=name, slug="home-ko", locale=korean, show_in_menus=False)
    root.add_child(instance=home)
    address = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    where: dict[str, Any] = {
        "hostname": address.hostname or "localhost",
        "port": address.port or (443 if address.scheme == "https" else 80),
        "root_page": home,
        "site_name": name,
    }
    Site.objects.update_or_create(is_default_site=True, defaults=where)
    # After the site is known, so that the page has an address and the search takes it in.
    Site.clear_site_root_paths_cache()
    home.save_revision().publish()
    for page in welcome:
        # Read again: planting and publishing moved the tree's counters.
        Page.objects.get(pk=page.pk).delete()
    Site.clear_site_root_paths_cache()
    return HomePage.objects.get(pk=home.pk)
