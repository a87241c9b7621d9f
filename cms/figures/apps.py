"""The figures of the programmes."""

from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class FiguresConfig(AppConfig):
    name = "cms.figures"
    label = "figures"
    verbose_name = pgettext_lazy("report", "Figures")
