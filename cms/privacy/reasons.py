"""Before personal data leave the house, staff say why: one page in front of every export."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(
        label=_("Reason"),
        min_length=5,
        max_length=300,
        help_text=_("What it is for. It is kept for two years in the access log."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def reason_for(
    request: HttpRequest, *, title: Any, text: Any = "", submit: Any = None
) -> str | HttpResponse:
    """Return the reason that was posted, or the page that asks for it.

    The page posts to its own address, so that filters in the query stay.
    """
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        return str(form.cleaned_data["reason"])
    return render(
        request,
        "privacy/admin/reason.html",
        {
            "form": form,
            "text": text,
            "submit": submit or _("Download"),
            "page_title": title,
            "header_title": title,
            "header_icon": "lock",
        },
        status=422 if form.is_bound else 200,
    )
