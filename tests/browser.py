"""A real Chromium for tests: pages that remember what went wrong, and what axe says.

``live_site`` is a running site with the database of a fresh installation; ``browser_page``
makes pages in it. Whatever a page logs as an error, a script throws or the content security
policy refuses makes the test fail at its end, unless it was taken out of ``page.problems``.

Without a Chromium the tests skip and say so; where ``CI`` is set they must run.
"""

import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import pytest
from django.core.signals import request_finished, request_started

# The first is the same browser without windows: a third of the work for the same pages.
PROGRAMS = ["chromium-headless-shell", "chromium", "google-chrome"]
ARGUMENTS = [
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PHONE, DESK = 320, 1280
LATE_ANSWERS = 5  # seconds
PATIENCE = 30_000  # milliseconds: a busy machine is slow, not wrong

OVERFLOW = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  return [...document.querySelectorAll('body *')]
    .filter((one) => one.getBoundingClientRect().right > width + 1)
    .map((one) => `${one.tagName.toLowerCase()}.${one.className.baseVal ?? one.className}`)
    .slice(0, 8);
}"""
SMALL_TARGETS = """(least) => [
  ...document.querySelectorAll('a[href], button, summary, select, input, textarea'),
].filter((one) => {
    if (!one.checkVisibility({ checkVisibilityCSS: true, checkOpacity: true })) return false;
    if (one.type === 'hidden' || one.closest('.skip, .visually-hidden')) return false;
    /* Links within a sentence are excepted (WCAG 2.5.8, inline). */
    const inText = one.matches('p a, li a, dd a, td a');
    if (inText && getComputedStyle(one).display === 'inline') return false;
    /* A label sends the press on; a card's link covers the card. */
    const box = (one.closest('label, .card') ?? one).getBoundingClientRect();
    /* A month on a wide screen is read by pointer: WCAG's own 24 pixels. */
    const edge = one.matches('.month__event') && innerWidth > 768 ? 24 : least;
    return box.width > 0 && (box.height < edge || box.width < edge);
  })
  .map((one) => `${one.tagName}.${one.className}: ${one.textContent.trim().slice(0, 30)}`)"""


@pytest.fixture(scope="session")
def chromium(django_db_setup: None, django_db_blocker: Any) -> Iterator[Any]:
    """A running Chromium, shared by the session.

    While Playwright's loop runs in this thread Django takes it for asynchronous code: it
    would refuse queries, and it has other connections there. Those need to know what a
    fresh database holds, and must be closed before the test database is dropped.
    """
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, PROGRAMS)), None)
    if path is None:
        reason = "no Chromium found: install Debian's chromium, or name one in $CHROMIUM"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    from django.db import connection, connections
    from playwright.sync_api import expect, sync_playwright

    fresh = getattr(connection, "_test_serialized_contents", None)
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        if fresh is not None:
            connection._test_serialized_contents = fresh
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()
        with django_db_blocker.unblock():
            connections.close_all()


@pytest.fixture
def live_site(django_db_serialized_rollback, transactional_db, live_server) -> Iterator[str]:
    """The address of a running site, with the database as the migrations left it.

    What a closed page had still asked for is waited for: its answer must not write into a
    database that is being emptied.
    """
    under_way: set[int] = set()

    def begins(**_: Any) -> None:
        under_way.add(threading.get_ident())

    def ends(**_: Any) -> None:
        under_way.discard(threading.get_ident())

    request_started.connect(begins)
    request_finished.connect(ends)
    yield live_server.url
    until = time.monotonic() + LATE_ANSWERS
    while under_way - {threading.get_ident()} and time.monotonic() < until:
        time.sleep(0.02)
    request_started.disconnect(begins)
    request_finished.disconnect(ends)


@pytest.fixture
def browser_page(chromium: Any, live_site: str) -> Iterator[Callable[..., Any]]:
    """Return ``make(width=1280, height=900, language="ko", javascript=True, client=None)``.

    More keywords go to Playwright's ``new_context``. ``client`` is a Django test client whose
    session the page takes over. A page has
    ``goto("/path/")`` relative to the site, and ``problems``: what went wrong so far.
    """
    contexts = []

    def make(
        *,
        width: int = DESK,
        height: int = 900,
        language: str = "ko",
        javascript: bool = True,
        client: Any = None,
        **options: Any,
    ) -> Any:
        context = chromium.new_context(
            base_url=live_site,
            viewport={"width": width, "height": height},
            locale={"ko": "ko-KR", "en": "en-GB"}[language],
            timezone_id="Asia/Seoul",
            java_script_enabled=javascript,
            # Axe must not meet colours half-way through a transition.
            reduced_motion=options.pop("reduced_motion", "reduce"),
            **options,
        )
        contexts.append(context)
        if client is not None:
            context.add_cookies(
                [
                    {"name": name, "value": morsel.value, "url": live_site}
                    for name, morsel in client.cookies.items()
                ]
            )
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.problems = watched(page)
        return page

    yield make
    problems = [
        problem for context in contexts for page in context.pages for problem in page.problems
    ]
    for context in contexts:
        context.close()
    assert problems == []


def watched(page: Any) -> list[str]:
    """Return a list that fills with what goes wrong on a page."""
    problems: list[str] = []

    def heard(message: Any) -> None:
        # The status of the page itself is the test's business.
        if message.type in {"error", "warning"} and "Failed to load resource" not in message.text:
            problems.append(f"{message.type}: {message.text}")

    def answered(response: Any) -> None:
        if response.status >= 400 and not response.request.is_navigation_request():
            problems.append(f"{response.status}: {response.url}")

    page.on("console", heard)
    page.on("pageerror", lambda error: problems.append(f"exception: {error}"))
    page.on("response", answered)
    return problems


def unsound(page: Any, *, least: int = 44, axe: bool = True) -> list[str]:
    """Return what is wrong with how a page looks and reads, on a phone and on a desk.

    The page stays and the window changes, as when a phone is turned. Axe judges the structure,
    which a template has in any language: leave it out (``axe=False``) where the same page was
    judged in the other one.
    """
    before = page.viewport_size
    found = []
    for width in (PHONE, DESK):
        page.set_viewport_size({"width": width, "height": before["height"]})
        found += [
            f"{width} px: {fault}"
            for fault in (
                *(axe_violations(page) if axe else ()),
                *(f"too wide: {one}" for one in overflowing(page)),
                *(f"too small: {one}" for one in small_targets(page, least=least)),
            )
        ]
    page.set_viewport_size(before)
    return found


def axe_violations(page: Any) -> list[str]:
    """Return what axe finds wrong with a page by WCAG 2.2 AA, one line for each element."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(_axe_script())
    return page.evaluate(
        "(options) => axe.run(document, options).then((found) => found.violations.flatMap("
        "(rule) => rule.nodes.map((node) =>"
        " `${rule.id}: ${node.target} ${node.failureSummary}`)))",
        {"runOnly": {"type": "tag", "values": STANDARDS}, "resultTypes": ["violations"]},
    )


@cache
def _axe_script() -> str:
    from axe_playwright_python.sync_playwright import Axe

    return Axe().axe_script


def follow(locator: Any) -> None:
    """Press what leads to another page, or to the same one anew, and wait until it is there.

    A click alone returns before the answer: whoever then asks how many rows there are counts
    those of the page before. For what changes within a page use Playwright's ``expect``.
    """
    with locator.page.expect_navigation():
        locator.click()


def overflowing(page: Any) -> list[str]:
    """Return the elements that make a page scroll sideways; none is right."""
    return page.evaluate(OVERFLOW)


def small_targets(page: Any, *, least: int = 44) -> list[str]:
    """Return what is to be pressed but smaller than ``least`` pixels, links in text excepted."""
    return page.evaluate(SMALL_TARGETS, least)
