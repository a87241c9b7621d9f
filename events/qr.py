"""QR codes: of a registration's ticket, and of the address on the wall.

A ticket's code holds an opaque address and nothing of the person. Who opens it without being
at the door is told to show it there.
"""

import io

import segno
from django.urls import reverse
from django.utils.translation import override

from cms.mail.links import absolute
from events.models import Registration, Session

QUIET_ZONE = 4  # modules: what readers need around it


def ticket_address(registration: Registration) -> str:
    """Return the address in the code, the same in every language and as short as can be."""
    with override("ko"):
        return absolute(reverse("events_ticket:ticket", args=[registration.ticket]))


def here_address(session: Session, code: str = "") -> str:
    """Return where those in the room check themselves in, with the code or to type it."""
    with override("ko"):
        path = reverse("events_my:here", args=[session.pk])
    return absolute(f"{path}?code={code}" if code else path)


def svg_of(text: str) -> bytes:
    """Return the code as an SVG file: black on white in any theme, and on paper."""
    return _saved(text, "svg", xmldecl=False, svgns=True, scale=8, light="#fff")


def png_of(text: str) -> bytes:
    """Return the code as a PNG for a mail, some 300 pixels wide."""
    return _saved(text, "png", scale=8, light="#fff")


def svg_image(text: str) -> str:
    """Return the code as a ``data:`` address for an ``<img>``."""
    return segno.make(text, micro=False, error="m").svg_data_uri(
        scale=8, border=QUIET_ZONE, light="#fff"
    )


def _saved(text: str, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    segno.make(text, micro=False, error="m").save(out, kind=kind, border=QUIET_ZONE, **options)
    return out.getvalue()
