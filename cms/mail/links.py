"""Addresses in mails are whole: a mail is read far from the site."""

from django.conf import settings


def site_url() -> str:
    """Return the site's address without a slash at its end, as ``PUMASI_URL`` gives it."""
    return str(settings.WAGTAILADMIN_BASE_URL).rstrip("/")


def absolute(path: str) -> str:
    """Return the whole address of a path of this site (``/my/`` → ``https://…/my/``)."""
    return f"{site_url()}/{path.lstrip('/')}"
