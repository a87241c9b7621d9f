"""Is this certificate genuine? What the paper says, without the name.

The visitor holds the paper, or says so: the page tells no more than its first letter, and
whether a name typed is the one on it.
"""

import hmac
import unicodedata

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cms.ratelimits import limited
from events.certificate_paper import dates_of, hours_of, masked
from events.models import Certificate


class NameForm(forms.Form):
    """A name to compare."""

    name = forms.CharField(
        label=_("Name on the certificate"),
        help_text=_("We only answer whether it is the same."),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@limited("events.certificate_name", limit=5)
@never_cache
def verify(request: HttpRequest, token: str) -> HttpResponse:
    """Show whether the certificate stands (GET), and whether a name is the one on it (POST)."""
    certificate = get_object_or_404(Certificate.objects.select_related("replacement"), token=token)
    form = NameForm(request.POST or None) if certificate.name_as_printed else None
    is_same = None
    if form is not None and request.method == "POST" and form.is_valid():
        is_same = is_same_name(form.cleaned_data["name"], certificate.name_as_printed)
    response = render(
        request,
        "events/after/verify.html",
        {
            "certificate": certificate,
            "name": masked(certificate.name_as_printed),
            "dates": dates_of(certificate),
            "hours": hours_of(certificate),
            "form": form,
            "is_same": is_same,
        },
    )
    response["X-Robots-Tag"] = "noindex, nofollow"
    # The address is the secret: no page linked from here is told of it.
    response["Referrer-Policy"] = "no-referrer"
    return response


def is_same_name(one: str, other: str) -> bool:
    """Compare two names but for blanks, case, and how the Hangul is put together."""
    plain = [
        "".join(unicodedata.normalize("NFKC", name).casefold().split()).encode(
            "utf-8", "surrogatepass"
        )
        for name in (one, other)
    ]
    return hmac.compare_digest(*plain)
