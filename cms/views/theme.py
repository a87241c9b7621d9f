"""The style sheet of the centre's colour; see ``cms.design.theme``."""

from django.http import HttpRequest, HttpResponse

from cms.design.theme import mark, stylesheet
from cms.models import centre

FOR_EVER = "public, max-age=31536000, immutable"


def theme(request: HttpRequest) -> HttpResponse:
    """Answer the style sheet of the centre's colour."""
    colour = centre(request).brand_colour
    response = HttpResponse(stylesheet(colour), content_type="text/css; charset=utf-8")
    current = request.GET.get("v") == mark(colour)
    response.headers["Cache-Control"] = FOR_EVER if current else "no-cache"
    return response
