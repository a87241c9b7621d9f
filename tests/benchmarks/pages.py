"""A public page served again, against a bare view; and queries of each page's first rendering.

``python -m tests.benchmarks.pages``. Measures: at least 0.70 of the bare view's requests a
second, at most 12 queries.
"""

import sys
import time

from tests.benchmarks.measure import ROUNDS, requests_a_second, said
from tests.benchmarks.site import served, set_up

write = sys.stdout.write


def main() -> None:
    """Measure and print."""
    set_up()
    first_renderings()
    served_again()


def served_again() -> None:
    """Compare requests a second, bare view and home page by turns."""
    with (
        served("tests.benchmarks.bare:application") as bare,
        served("cms.wsgi:application") as site,
    ):
        for port in (bare, site):
            requests_a_second(port, "/", 1.0)
        pairs = [
            (requests_a_second(bare, "/"), requests_a_second(site, "/")) for _ in range(ROUNDS)
        ]
    write(said("bare view", [one for one, _two in pairs], "requests/s") + "\n")
    write(said("home page, served again", [two for _one, two in pairs], "requests/s") + "\n")
    write(said("ratio (at least 0.70)", [two / one for one, two in pairs], "") + "\n")


def first_renderings() -> None:
    """Count the queries of each public page's first rendering."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from cms.pagecache.version import touch

    counts = []
    client = Client(headers={"host": "127.0.0.1"})
    client.get("/")
    for address in addresses():
        touch()
        start = time.perf_counter()
        with CaptureQueriesContext(connection) as queries:
            response = client.get(address)
        took = (time.perf_counter() - start) * 1000
        counts.append((len(queries), took, response.status_code, address))
    counts.sort(reverse=True)
    write(f"first renderings of {len(counts)} pages; the most queries (at most 12):\n")
    for number, took, status, address in counts[:8]:
        write(f"  {number:>3} queries {took:7.1f} ms  {status}  {address}\n")


def addresses() -> list[str]:
    """Return the addresses of all public pages and of what visitors see besides."""
    from django.urls import NoReverseMatch, reverse
    from django.utils import translation
    from wagtail.models import Page

    found = []
    for page in Page.objects.live().filter(depth__gt=1).specific():
        url = page.get_url() or ""
        found.append("/" + url.partition("://")[2].partition("/")[2] if "://" in url else url)
    for language in ("ko", "en"):
        with translation.override(language):
            for name in ("search", "calendar_subscribe", "events:courses", "events:index"):
                try:
                    found.append(reverse(name))
                except NoReverseMatch:
                    continue
    return sorted({address for address in found if address})


if __name__ == "__main__":
    main()
