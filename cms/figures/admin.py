"""The staff page "Figures": each programme's metrics by month, one year at a time."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy
from django.views.decorators.http import require_safe
from wagtail.admin.menu import MenuItem

from cms.admin.menu import PermittedMenuItem
from cms.figures.models import Figure
from cms.figures.months import programmes_in
from cms.figures.parts import tables_of
from plugins.api import ReportMetric
from plugins.registry import contribution

READ = "figures.view_figure"
FIRST_YEAR = 2000


@require_safe
def figures(request: HttpRequest, year: int | None = None) -> HttpResponse:
    """Show a year's figures; without one, this year's."""
    if not request.user.has_perm(READ):
        raise PermissionDenied
    this_year = timezone.localdate().year
    year = year or this_year
    if not FIRST_YEAR <= year <= this_year:
        raise Http404
    earliest = Figure.objects.order_by("month").values_list("month", flat=True).first()
    first = min(earliest.year if earliest else this_year - 1, year)
    return render(
        request,
        "cms/admin/figures.html",
        {
            "year": year,
            "years": range(this_year, first - 1, -1),
            "months": [date(year, number, 1) for number in range(1, 13)],
            "programmes": programmes_in(year),
            "header_title": _("Figures of %(year)s") % {"year": year},
            "header_icon": "table",
            "breadcrumbs_items": [
                {"url": reverse("wagtailadmin_home"), "label": _("Home")},
                {"url": "", "label": pgettext("report", "Figures")},
            ],
        },
    )


@require_safe
def told_apart(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """Show one figure of a year by each of its dimensions, beside its plan."""
    if not request.user.has_perm(READ):
        raise PermissionDenied
    this_year = timezone.localdate().year
    if not FIRST_YEAR <= year <= this_year:
        raise Http404
    try:
        metric = contribution(ReportMetric, key)
    except LookupError:
        raise Http404 from None
    if not metric.dimensions:
        raise Http404
    title = f"{metric.label} {year}"
    return render(
        request,
        "cms/admin/figure.html",
        {
            "metric": metric,
            "year": year,
            "months": [date(year, number, 1) for number in range(1, 13)],
            "tables": tables_of(metric, year),
            "header_title": title,
            "header_icon": "table",
            "breadcrumbs_items": [
                {"url": reverse("wagtailadmin_home"), "label": _("Home")},
                {
                    "url": reverse("figures:year", args=[year]),
                    "label": _("Figures of %(year)s") % {"year": year},
                },
                {"url": "", "label": title},
            ],
        },
    )


def figures_item() -> MenuItem:
    """Return the entry among the reports."""
    return PermittedMenuItem(
        pgettext_lazy("report", "Figures"),
        reverse("figures:index"),
        name="figures",
        icon_name="table",
        order=10,
        permission=READ,
    )


patterns: tuple[list[Any], str] = (
    [
        path("", figures, name="index"),
        path("<int:year>/", figures, name="year"),
        path("<int:year>/<str:key>/", told_apart, name="metric"),
    ],
    "figures",
)


def admin_urls() -> list[URLPattern | URLResolver]:
    """Return them for Wagtail, which wraps each in its check of admin access."""
    return [path("figures/", include(patterns))]
