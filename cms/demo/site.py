"""The host's part of the demo: settings, sections, rights, news, publications, home."""

from collections.abc import Sequence
from textwrap import shorten
from typing import Any

from cms.demo.centre import Demo
from cms.demo.content import about, frame, news, rights
from cms.demo.documents import odt
from cms.demo.planting import document, picture, plant
from cms.models import CentreSettings
from cms.pages.about import FacilityPage, StaffPage
from cms.pages.home import HomePage
from cms.pages.link import LinkPage
from cms.pages.news import NewsIndexPage, NewsPage
from cms.pages.publications import PublicationFile, PublicationIndexPage, PublicationPage
from cms.pages.standard import StandardPage
from cms.pages.timeline import TimelinePage
from cms.pages.trees import ensure_site
from cms.privacy.models.rules import PrivacySettings
from plugins.api import ContentBlock
from plugins.registry import contributions

LANGUAGES = ("ko", "en")


def load(demo: Demo) -> None:
    """Plant the frame of the site: everything plug-ins add their own pages to."""
    CentreSettings.objects.update_or_create(pk=1, defaults=frame.SETTINGS)
    PrivacySettings.objects.update_or_create(pk=1, defaults=frame.PRIVACY)
    _home(demo)
    for section in frame.SECTIONS:
        _section(demo, section)
    _about(demo)
    _communities(demo)
    _rights(demo)
    _publications(demo)
    _news(demo)
    _foot(demo)


def finish(demo: Demo) -> None:
    """Fill the home pages, now that every plug-in has planted what they point to."""
    offered = {block.name for block in contributions(ContentBlock)}
    for language in LANGUAGES:
        words: dict[str, Any] = frame.HOME[language]
        home = demo.pages["home" if language == "ko" else "home:en"]
        home = HomePage.objects.get(pk=home.pk)
        prefix = "" if language == "ko" else "/en"
        home.hero_title = words["hero_title"]
        home.hero_text = words["hero_text"]
        home.summary = words["summary"]
        home.picture = picture(demo, "family")
        rights_page = _in(demo, "rights", language)
        goals = ({"address": f"{prefix}/classes/"}, {"page": rights_page})
        home.hero_actions = [
            ("action", {"label": label, "link": {"page": None, "address": "", **goal}})
            for label, goal in zip(words["actions"], goals, strict=True)
        ]
        home.body = _bands(demo, language, words, offered)
        home.save_revision(user=demo.people["editor"]).publish()


def _bands(
    demo: Demo, language: str, words: dict[str, Any], offered: set[str]
) -> list[tuple[str, Any]]:
    links = [
        {"icon": icon, "title": title, "text": text, "link": _link(demo, language, goal)}
        for icon, title, text, goal in words["links"]
    ]
    figures = [
        {"number": number, "label": label, "note": note} for number, label, note in words["figures"]
    ]
    bands: list[tuple[str, Any]] = [("quick_links", {"title": "", "links": links})]
    bands += [(name, {}) for name in ("open_calls", "upcoming_classes") if name in offered]
    bands += [
        ("figures", {"title": words["figures_title"], "figures": figures}),
        ("latest_news", {"title": words["news"], "count": 3}),
        ("call_us", None),
    ]
    return bands


def _one_line(text: str) -> str:
    """Return the text as a quick link has room for it, ended at a word."""
    return shorten(text, width=80, placeholder="…")


def _link(demo: Demo, language: str, goal: str) -> dict[str, Any]:
    if goal.startswith("/"):
        return {"page": None, "address": goal}
    return {"page": _in(demo, goal, language), "address": ""}


def _in(demo: Demo, key: str, language: str) -> Any:
    return demo.pages[key if language == "ko" else f"{key}:en"]


def _home(demo: Demo) -> None:
    home = ensure_site(name=frame.SETTINGS["name"], name_en=frame.SETTINGS["name_en"])
    demo.pages["home"] = home
    demo.pages["home:en"] = home.get_translations().get().specific


def _section(demo: Demo, section: dict[str, Any]) -> None:
    offered = {block.name for block in contributions(ContentBlock)}
    live = [band for band in section.get("live", ()) if band[0] in offered]
    words = {
        language: {
            "title": section[language][0],
            "summary": section[language][1],
            "body": [("text", section[language][2]), *live],
        }
        for language in LANGUAGES
    }
    plant(
        demo,
        section["key"],
        "home",
        StandardPage,
        slug=section["slug"],
        show_in_menus=True,
        side_menu=True,
        picture=picture(demo, section["picture"]),
        **words,
    )


def _about(demo: Demo) -> None:
    plant(
        demo,
        "about",
        "home",
        StandardPage,
        ko=about.PURPOSE["ko"],
        en=about.PURPOSE["en"],
        show_in_menus=True,
        side_menu=True,
        picture=picture(demo, "centre"),
    )
    plant(
        demo,
        "programmes",
        "about",
        StandardPage,
        slug="programmes",
        show_in_menus=True,
        side_menu=True,
        ko={"title": "하는 일", "summary": "여덟 가지 사업으로 일하는 부모 곁을 지킵니다."},
        en={"title": "What we do", "summary": "Eight programmes stand by working parents."},
    )
    for programme in about.PROGRAMMES:
        _programme(demo, programme)
    _list_programmes(demo)
    _history_people_rooms(demo)


def _programme(demo: Demo, programme: dict[str, Any]) -> None:
    titles = {"ko": "2016년 1~9월 실적", "en": "January to September 2016"}
    words = {}
    for language in LANGUAGES:
        title, summary, paragraphs, figures = programme[language]
        words[language] = {
            "title": title,
            "summary": summary,
            "body": [
                ("text", "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)),
                (
                    "facts",
                    {
                        "title": titles[language],
                        "facts": [{"label": label, "value": value} for label, value in figures],
                    },
                ),
            ],
        }
    plant(
        demo,
        programme["slug"],
        "programmes",
        StandardPage,
        slug=programme["slug"],
        side_menu=True,
        picture=picture(demo, programme["scene"]),
        **words,
    )


def _list_programmes(demo: Demo) -> None:
    icons = ["chat", "book", "phone", "community", "calendar", "handshake", "info", "document"]
    for language in LANGUAGES:
        links = [
            {
                "icon": icon,
                "title": programme[language][0],
                "text": _one_line(programme[language][1]),
                "link": {"page": _in(demo, programme["slug"], language), "address": ""},
            }
            for icon, programme in zip(icons, about.PROGRAMMES, strict=True)
        ]
        page = StandardPage.objects.get(pk=_in(demo, "programmes", language).pk)
        page.body = [("quick_links", {"title": "", "links": links})]
        page.save_revision().publish()


def _history_people_rooms(demo: Demo) -> None:
    plant(
        demo,
        "history",
        "about",
        TimelinePage,
        show_in_menus=True,
        ko={**about.TIMELINE["ko"], "years": _years(when=0, what=1)},
        en={**about.TIMELINE["en"], "years": _years(when=2, what=3)},
    )
    staff = {
        language: {
            **about.STAFF[language],
            "roles": [
                ("role", {"role": role, "count": count, "duties": duties})
                for role, count, duties in about.STAFF[language]["roles"]
            ],
        }
        for language in LANGUAGES
    }
    plant(demo, "people", "about", StaffPage, show_in_menus=True, **staff)
    rooms = {
        language: {
            **about.FACILITY[language],
            "spaces": [
                ("space", {"name": name, "text": text, "facts": _facts(facts), "picture": None})
                for name, text, facts in about.FACILITY[language]["spaces"]
            ],
        }
        for language in LANGUAGES
    }
    plant(demo, "visit", "about", FacilityPage, show_in_menus=True, **rooms)


def _years(*, when: int, what: int) -> list[tuple[str, Any]]:
    return [
        ("year", {"year": year, "events": [{"when": e[when], "what": e[what]} for e in events]})
        for year, events in about.YEARS
    ]


def _facts(pairs: Sequence[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"label": label, "value": value} for label, value in pairs]


def _communities(demo: Demo) -> None:
    for page in frame.COMMUNITY_PAGES:
        words = {
            language: {
                "title": page[language][0],
                "summary": page[language][1],
                "body": [
                    (
                        "steps",
                        {
                            "title": "",
                            "steps": [
                                {"title": title, "text": text} for title, text in page[language][2]
                            ],
                        },
                    )
                ],
            }
            for language in LANGUAGES
        }
        plant(
            demo,
            page["slug"],
            "communities",
            StandardPage,
            slug=page["slug"],
            show_in_menus=True,
            side_menu=True,
            picture=picture(demo, page["picture"]),
            **words,
        )


def _rights(demo: Demo) -> None:
    plant(
        demo,
        "rights",
        "information",
        StandardPage,
        ko=rights.INDEX["ko"],
        en=rights.INDEX["en"],
        show_in_menus=True,
        side_menu=True,
        picture=picture(demo, "rights"),
    )
    for right in rights.RIGHTS:
        words = {language: _right(right[language], language) for language in LANGUAGES}
        plant(
            demo,
            right["slug"],
            "rights",
            StandardPage,
            slug=right["slug"],
            side_menu=True,
            **words,
        )
    for language in LANGUAGES:
        page = StandardPage.objects.get(pk=_in(demo, "rights", language).pk)
        links = [
            {
                "icon": "document",
                "title": right[language]["title"],
                "text": _one_line(right[language]["summary"]),
                "link": {"page": _in(demo, right["slug"], language), "address": ""},
            }
            for right in rights.RIGHTS
        ]
        page.body = [
            *rights.INDEX[language]["body"],
            ("quick_links", {"title": "", "links": links}),
            ("call_us", None),
        ]
        page.save_revision().publish()
    faq = {
        language: {key: value for key, value in rights.FAQ[language].items() if key != "questions"}
        | {"body": [_questions("", rights.FAQ[language]["questions"]), ("call_us", None)]}
        for language in LANGUAGES
    }
    plant(demo, "faq", "information", StandardPage, show_in_menus=True, side_menu=True, **faq)


def _right(words: dict[str, Any], language: str) -> dict[str, Any]:
    titles = {
        "ko": ("한눈에", "이렇게 하세요", "이런 것을 많이 물으세요"),
        "en": ("At a glance", "What to do", "What people ask"),
    }[language]
    steps = [{"title": title, "text": text} for title, text in words["steps"]]
    return {
        "title": words["title"],
        "summary": words["summary"],
        "body": [
            ("facts", {"title": titles[0], "facts": _facts(words["facts"])}),
            ("text", words["text"]),
            *([("steps", {"title": titles[1], "steps": steps})] if len(steps) > 1 else []),
            _questions(titles[2], words["questions"]),
            rights.NOTICE[language],
            ("call_us", None),
        ],
    }


def _questions(title: str, pairs: Sequence[tuple[str, str]]) -> tuple[str, Any]:
    return (
        "questions",
        {
            "title": title,
            "questions": [{"question": question, "answer": answer} for question, answer in pairs],
        },
    )


def _publications(demo: Demo) -> None:
    plant(
        demo,
        "publications",
        "information",
        PublicationIndexPage,
        slug="publications",
        show_in_menus=True,
        ko={"title": "발간자료", "summary": "핸드북과 안내서, 양식과 뉴스레터를 내려받으세요."},
        en={"title": "Publications", "summary": "Handbooks, guides, forms and newsletters."},
    )
    for days, kind, slug, scene, korean, english in news.PUBLICATIONS:
        words = {"ko": korean, "en": english}
        plant(
            demo,
            f"publication:{slug}",
            "publications",
            PublicationPage,
            slug=slug,
            kind=kind,
            date=demo.day(-days),
            picture=picture(demo, scene),
            ko={"title": korean[0], "summary": korean[1]},
            en={"title": english[0], "summary": english[1]},
        )
        for language in LANGUAGES:
            page = PublicationPage.objects.get(pk=_in(demo, f"publication:{slug}", language).pk)
            lines = _publication_lines(kind, language, words[language][1])
            content = odt(words[language][0], lines)
            file = document(words[language][0], f"{slug}-{language}.odt", content)
            page.files = [PublicationFile(document=file)]
            page.save_revision().publish()


def _publication_lines(kind: str, language: str, summary: str) -> list[str]:
    if kind == "form":
        return news.FORM_LINES[language]
    lines = [summary]
    for right in rights.RIGHTS:
        words = right[language]
        lines += [words["title"], words["summary"]]
        lines += [f"{label}: {value}" for label, value in words["facts"]]
        lines += [f"{title}: {text}" for title, text in words["steps"]]
    return lines


def _news(demo: Demo) -> None:
    plant(
        demo,
        "news",
        "together",
        NewsIndexPage,
        slug="news",
        show_in_menus=True,
        ko={"title": "새소식", "summary": "공지와 소식, 언론에 실린 이야기입니다."},
        en={"title": "News", "summary": "Notices, news and what the press reports."},
    )
    for days, kind, scene, slug, korean, english in reversed(news.NEWS):
        press = {"ko": "지역 일간지", "en": "A local daily"} if kind == "press" else {}
        words = {
            language: {
                "title": text[0],
                "summary": text[1],
                "body": [("text", text[2])],
                "source": press.get(language, ""),
            }
            for language, text in (("ko", korean), ("en", english))
        }
        plant(
            demo,
            f"news:{slug}",
            "news",
            NewsPage,
            slug=slug,
            kind=kind,
            date=demo.day(-days),
            picture=picture(demo, scene) if scene else None,
            **words,
        )


def _foot(demo: Demo) -> None:
    for page in frame.FOOT:
        words = {
            language: {
                "title": page[language][0],
                "summary": page[language][1],
                "body": [("text", page[language][2])],
            }
            for language in LANGUAGES
        }
        plant(demo, page["slug"], "home", StandardPage, slug=page["slug"], **words)
    CentreSettings.objects.filter(pk=1).update(
        privacy_page=demo.pages["privacy"],
        terms_page=demo.pages["terms"],
        accessibility_page=demo.pages["accessibility"],
    )


def menu_link(demo: Demo, key: str, parent: str, *, target: str, ko: str, en: str) -> None:
    """Plant a line of the menu that leads to a plug-in's own address in either language."""
    plant(
        demo,
        key,
        parent,
        LinkPage,
        slug=key,
        show_in_menus=True,
        ko={"title": ko, "target": target},
        en={"title": en, "target": f"/en{target}"},
    )
