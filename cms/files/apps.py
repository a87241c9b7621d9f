"""Private uploads."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FilesConfig(AppConfig):
    name = "cms.files"
    label = "files"
    verbose_name = _("Files")

    def ready(self) -> None:
        from cms.files import checks  # noqa: F401 - registers itself
