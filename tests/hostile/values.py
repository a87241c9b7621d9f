"""What people, programs and attackers type: named cases, and whatever Hypothesis thinks of."""

import unicodedata
from typing import Any
from urllib.parse import quote_from_bytes

from django.conf import settings as django
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

# The same examples in every run, and as many as a minute allows.
steady = settings(
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=25,
    suppress_health_check=list(HealthCheck),
)

NAMED = {
    "nothing": "",
    "blanks": " \t\u3000\u00a0\u200b",
    "NUL": "품앗이\x00",
    "half a pair": "\ud800",
    "the other half": "a\udfffb",
    "a megabyte": "가" * 350_000,
    "Hangul taken apart": unicodedata.normalize("NFD", "직장맘지원센터"),
    "right to left": "\u202egpj.exe",
    "emoji family": "👩‍👩‍👧‍👦🇰🇷",
    "byte order mark": "\ufeff2026",
    "control characters": "\x1b[31m\x07\x85\u2028",
    "new lines for a header": "a@example.org\r\nBcc: b@example.org",
    "formula": '=HYPERLINK("https://evil.example")',
    "markup": "<script>alert(1)</script>{{ 7*7 }}{% now 'Y' %}%(name)s%s{0}",
    "quote and comment": "'\";--/*",
    "zero": "0",
    "minus one": "-1",
    "beyond every integer": "9" * 30,
    "more digits than Python reads": "9" * 5000,
    "no number": "NaN",
    "infinity": "1e309",
    "digits of other scripts": "٣²１",
    "no such day": "2026-02-30",
    "last day": "9999-12-31T23:59",
    "day before the first": "0001-01-01",
    "a list": '[{"type": "text"}]',
    "path": "../../etc/passwd",
    "elsewhere": "//evil.example/",
}

values = st.sampled_from(sorted(NAMED.values())) | st.text(
    st.characters(exclude_categories=()), max_size=40
)


def encoded(fields: dict[str, list[str]]) -> str:
    """Return a query or body as a browser gone wrong would send it, lone surrogates and all."""
    return "&".join(
        f"{_quoted(name)}={_quoted(value)}" for name, many in fields.items() for value in many
    )


def _quoted(text: str) -> str:
    return quote_from_bytes(text.encode("utf-8", "surrogatepass"), safe="")


# Which programme an address belongs to; what is left out of PLUGINS takes its addresses along.
HOMES = {
    "events": (
        "/classes/",
        "/my/classes/",
        "/outreach/",
        "/admin/outreach/",
        "/admin/sessions-held/",
        "/admin/plans/",
        "/certificates/",
        "/admin/cour",
        "/admin/venues/",
        "/admin/closed-days/",
    ),
    "grants": ("/my/applications/", "/admin/grants/"),
    "plugins.partners": ("/admin/partner/", "/admin/mou/", "/admin/resource/"),
}


def there(paths: dict[str, Any]) -> list[str]:
    """Return the paths whose programme is installed."""
    gone = tuple(
        start for app, starts in HOMES.items() if app not in django.PLUGINS for start in starts
    )
    return [path for path in paths if not path.startswith(gone)]


def filled(path: str, world: Any) -> str:
    """Return the path with the keys of this world's records."""
    first, second = world.homes
    keys = {"community": first.community.pk, "centre": world.things.centre.pk}
    if "{course}" in path or "{session}" in path:
        keys |= {"course": world.things.course.pk, "session": world.things.session.pk}
    if "{outreach" in path or "{desk}" in path:
        keys |= {
            "outreach": first.outreach.pk,
            "outreach_token": second.outreach.token,
            "desk": world.things.desk.pk,
        }
    if "{registration}" in path:
        keys["registration"] = first.registration.pk
    if "{certificate}" in path:
        keys["certificate"] = first.certificate.token
    if "{application}" in path:
        keys["application"] = first.application.pk
    if "{draft}" in path:
        form = second.application.form
        keys |= {"draft": second.application.pk, "section": form.sections[0].key}
    return path.format(**keys)
