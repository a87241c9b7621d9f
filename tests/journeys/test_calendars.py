"""Calendars in a real browser: by keyboard, by swipe, on paper, in another site's frame."""

import http.server
import threading

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import expect

if "events" not in settings.PLUGINS:
    pytest.skip("without events there are no classes", allow_module_level=True)

from events.models import ClosedDay, Series
from tests.browser import follow, unsound

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def courses(live_site):
    from tests.events.factories import VenueFactory, make_course

    now = timezone.now()
    series = Series.objects.create(slug="spring", name="봄 강좌", name_en="Spring classes")
    venue = VenueFactory()
    made = [
        make_course(now=now, days=1, title=f"점심 강좌 {number}", venue=venue, series=series)
        for number in range(6)
    ]
    ClosedDay.objects.get_or_create(day=timezone.localdate(), defaults={"name": "개관 기념일"})
    return made


def day_of(course):
    return timezone.localtime(course.starts_at).date()


def addresses(course):
    day = day_of(course)
    year, week, _weekday = day.isocalendar()
    month = f"/classes/calendar/{day.year}/{day.month}/"
    return {
        "month": month,
        "list": f"{month}list/",
        "week": f"/classes/calendar/{year}/w{week}/",
        "day": f"{month}{day.day}/",
        "subscribe": "/calendar/",
        "one": "/classes/subscribe/series/spring/",
        "embedded": "/embed/classes/",
    }


@pytest.mark.looks
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_calendars_are_accessible_and_fit(browser_page, courses, prefix):
    page = browser_page()
    for name, address in addresses(courses[0]).items():
        page.goto(f"{prefix}{address}")
        assert unsound(page, least=24, axe=not prefix) == [], name


def test_crowded_day_is_reached_by_keyboard_without_scripts(browser_page, courses):
    page = browser_page(javascript=False)
    page.goto(addresses(courses[0])["month"])
    more = page.locator(".month__more")
    more.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator(".agenda__item").count() == 6
    follow(page.get_by_role("link", name="이달 목록"))


SWIPE = """([from, to]) => {
  const one = document.querySelector('[data-swipe] .page-head');
  const touch = (x) => new Touch({ identifier: 1, target: one, clientX: x, clientY: 200 });
  const send = (name, touches, changed) => one.dispatchEvent(
    new TouchEvent(name, { bubbles: true, touches, changedTouches: changed }));
  send('touchstart', [touch(from)], [touch(from)]);
  send('touchend', [], [touch(to)]);
}"""


def test_swiping_leads_to_the_month_after_and_back(browser_page, courses):
    page = browser_page(width=390, has_touch=True)
    here = addresses(courses[0])["month"]
    page.goto(here)
    page.wait_for_load_state("networkidle")
    with page.expect_navigation():
        page.evaluate(SWIPE, [300, 100])
    assert not page.url.endswith(here)
    page.wait_for_load_state("networkidle")
    with page.expect_navigation():
        page.evaluate(SWIPE, [100, 300])
    assert page.url.endswith(here)
    page.evaluate(SWIPE, [100, 130])
    assert page.url.endswith(here)


def test_phone_shows_a_small_month_that_leads_to_the_days(browser_page, courses):
    page = browser_page(width=360)
    page.goto(addresses(courses[0])["month"])
    small = page.locator(".month-small a")
    assert small.count() >= 1
    small.first.click()
    assert page.url.endswith(f"#day-{day_of(courses[0])}")
    wide = browser_page(width=1280)
    wide.goto(addresses(courses[0])["month"])
    assert not wide.locator(".month-small").is_visible()


def test_month_prints_on_one_landscape_sheet_and_list_upright(browser_page, courses):
    page = browser_page()
    for name, wider in (("month", True), ("list", False)):
        page.goto(addresses(courses[0])[name])
        text = page.pdf(prefer_css_page_size=True).decode("latin-1")
        boxes = [line for line in text.splitlines() if "/MediaBox" in line]
        sizes = {tuple(map(float, box.split("[")[1].split("]")[0].split()[2:])) for box in boxes}
        ((width, height),) = sizes
        assert (width > height) is wider, name
        if wider:
            assert len(boxes) == 1, boxes


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_clock_is_seouls_wherever_the_reader_is(chromium, live_site, courses, prefix):
    shown = []
    for zone in ("Asia/Seoul", "America/New_York"):
        context = chromium.new_context(base_url=live_site, timezone_id=zone)
        page = context.new_page()
        page.goto(f"{prefix}{addresses(courses[0])['week']}")
        shown.append(page.locator(".month__time").all_inner_texts())
        context.close()
    assert shown[0] == shown[1] == ["12:00–13:00"] * 6


@pytest.fixture
def other_site(live_site):
    """Another origin with the snippet in its page; returns its address."""

    class Page(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            body = (
                "<!doctype html><title>Other</title><link rel=icon href=data:,>"
                f'<iframe src="{live_site}/embed/classes/" title="Classes" width="100%" '
                'height="100" data-pumasi></iframe>'
                f'<iframe src="{live_site}/classes/" title="Refused" id="refused"></iframe>'
                f'<script src="{live_site}/static/events/embed-host.js"></script>'
                "<p id=data></p><script>"
                f"fetch('{live_site}/feeds/classes/classes.json').then((r) => r.json())"
                ".then((d) => { document.querySelector('#data').textContent = d.count; });"
                "</script>"
            ).encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def test_list_renders_grows_and_leads_out_of_another_sites_frame(
    browser_page, courses, other_site, live_site, monkeypatch
):
    monkeypatch.setattr(settings, "WAGTAILADMIN_BASE_URL", live_site)
    page = browser_page()
    page.goto(other_site)
    frame = page.frame_locator("iframe[data-pumasi]")
    expect(frame.locator(".agenda__item")).to_have_count(5)
    expect(page.locator("#data")).to_have_text("6")
    page.wait_for_function("document.querySelector('iframe[data-pumasi]').clientHeight > 200")
    # Every other page refuses the frame, and says so on the console.
    page.wait_for_load_state("networkidle")
    refused = [one for one in page.problems if "frame-ancestors" in one]
    page.problems[:] = [one for one in page.problems if one not in refused]
    assert len(refused) == 1
    assert page.context.cookies() == []
    with page.expect_navigation():
        frame.locator(".agenda__title a").first.click()
    assert "/classes/" in page.url
    assert page.locator("iframe").count() == 0


def test_data_block_of_a_course_breaks_no_policy(browser_page, courses):
    page = browser_page()
    page.goto(courses[0].get_absolute_url())
    block = page.locator('script[type="application/ld+json"]')
    assert page.evaluate("(text) => JSON.parse(text)['@type']", block.text_content()) == (
        "EducationEvent"
    )
    # ``browser_page`` fails at its end if the policy refused anything.


def test_address_is_copied_with_scripts_and_selectable_without(browser_page, courses):
    page = browser_page(permissions=["clipboard-read", "clipboard-write"])
    page.goto("/classes/subscribe/series/spring/")
    page.locator("[data-copy]").click()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.endswith("/feeds/classes/series/spring.ics")
    plain = browser_page(javascript=False)
    plain.goto("/classes/subscribe/series/spring/")
    assert not plain.locator("[data-copy]").is_visible()
    assert plain.locator("#address-one").input_value() == copied


def test_far_away_course_is_not_lost_at_the_turn_of_a_year(browser_page, courses):
    page = browser_page()
    page.goto("/classes/calendar/2026/12/")
    follow(page.locator("a[rel=next]"))
    assert page.url.endswith("/classes/calendar/2027/1/")
    page.goto("/classes/calendar/2026/w53/")
    follow(page.locator("a[rel=next]"))
    assert page.url.endswith("/classes/calendar/2027/w1/")
