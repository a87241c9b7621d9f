"""What stands on a certificate, in the language being spoken: one source for page and PDF."""

from pathlib import Path
from typing import Any

import segno
from django.urls import reverse
from django.utils import formats, timezone, translation
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from cms import papers
from cms.mail.links import absolute
from cms.models.centre import CentreSettings
from events.models import Certificate

TEMPLATE = Path(__file__).parent / "papers" / "certificate.typ"
MASK = "○○"


def paper_of(certificate: Certificate) -> dict[str, Any]:
    """Return the words of a certificate: texts, pairs of label and text, and its QR code.

    ``qr`` is an SVG without styles, fit for a strict content policy.
    """
    issued = timezone.localtime(certificate.issued_at)
    address = verification_url(certificate)
    return {
        "heading": _("Certificate"),
        "number": certificate.number,
        "number_line": _("No. %(number)s") % {"number": certificate.number},
        "name_label": _("Name"),
        "name": certificate.name_as_printed,
        "facts": [
            [_("Class"), str(certificate.course_title_text)],
            [_("Dates"), dates_of(certificate)],
            [_("Hours"), hours_of(certificate)],
        ],
        "sentence": _("This is to certify that the person named above has completed the class."),
        "issued": formats.date_format(issued, _("F j, Y")),
        "centre": CentreSettings.load().text("name"),
        "qr": segno.make(address, micro=False, error="m").svg_inline(
            border=0, omitsize=True, svgclass="certificate__code", lineclass=None
        ),
        "qr_alt": _("QR code that leads to the page below"),
        "verify": _("Anybody can check here whether this certificate is genuine:"),
        "address": address,
    }


def certificate_pdf(certificate: Certificate) -> bytes:
    """Return the certificate as PDF in the language being spoken; raises NoKoreanFontError."""
    language = "en" if (get_language() or "ko").startswith("en") else "ko"
    return papers.pdf(TEMPLATE, paper_of(certificate), language=language, at=certificate.issued_at)


def verification_url(certificate: Certificate) -> str:
    """Return the whole address of the public page; the same in every language."""
    with translation.override("ko"):
        return absolute(reverse("events_certificates:verify", args=[certificate.token]))


def dates_of(certificate: Certificate) -> str:
    """Return ``2026. 11. 3.(화)``, or the first and the last day of several."""
    first, last = (formats.date_format(day, "DATE_FORMAT") for day in certificate.days)
    return first if first == last else f"{first} – {last}"


def hours_of(certificate: Certificate) -> str:
    """Return how many sessions and how long altogether, in words."""
    hours, minutes = divmod(certificate.minutes, 60)
    parts = [
        ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours} if hours else "",
        ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}
        if minutes
        else "",
    ]
    times = ngettext("%(count)d session", "%(count)d sessions", certificate.sessions) % {
        "count": certificate.sessions
    }
    return f"{times}, {' '.join(filter(None, parts))}"


def masked(name: str) -> str:
    """Return ``김○○``: the first letter, and nothing of how long the rest is."""
    return f"{name[0]}{MASK}" if name else ""
