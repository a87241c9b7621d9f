"""The test suite: quick hashes, mail in memory, files in a throw-away folder."""

import tempfile
from pathlib import Path

from cms.settings.base import *
from cms.settings.base import DATABASES, STORAGES

VAR_DIR = Path(tempfile.mkdtemp(prefix="pumasi-test-"))
# A pool would hold test databases open after the tests; a lost power supply loses no test.
DATABASES["default"]["OPTIONS"].pop("pool", None)
# A thread of a test that ends must not leave its connection behind.
DATABASES["default"]["CONN_MAX_AGE"] = 0
if "postgresql" in DATABASES["default"]["ENGINE"]:
    DATABASES["default"]["OPTIONS"]["options"] += " -c synchronous_commit=off"
if "init_command" in DATABASES["default"]["OPTIONS"]:
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"

SECRET_KEY = "test-only"  # noqa: S105 - protects nothing
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
MEDIA_ROOT = VAR_DIR / "media"
PRIVATE_ROOT = VAR_DIR / "private"
STORAGES = {
    **STORAGES,
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": PRIVATE_ROOT, "base_url": None},
    },
}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
WHITENOISE_AUTOREFRESH = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
PLUGINS_RAISE = True
# The switches are read once, so that query counts do not depend on the clock.
PLUGIN_STATE_SECONDS = 3600
# Tests count queries and change rows behind the site's back; those of the cache turn it on.
PAGE_CACHE = None
