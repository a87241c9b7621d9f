"""A public installation: every secret from outside, HTTPS only, static files by WhiteNoise.

The process refuses to start when a secret is missing or one of those printed in this
repository.
"""

from django.core.exceptions import ImproperlyConfigured

from cms.settings.base import *
from cms.settings.base import STORAGES
from cms.settings.environment import flag, text, words

DEBUG = False

SECRET_KEY = text("PUMASI_SECRET_KEY")
SHORTEST_KEY = 50
if len(SECRET_KEY) < SHORTEST_KEY or SECRET_KEY.startswith(("development-", "test-", "change-me")):
    raise ImproperlyConfigured(
        "PUMASI_SECRET_KEY must be at least 50 random characters of your own. Make one with: "
        "python -c 'import secrets; print(secrets.token_urlsafe(50))'"
    )
SECRET_KEY_FALLBACKS = words("PUMASI_OLD_SECRET_KEYS", "")

ALLOWED_HOSTS = words("PUMASI_HOSTS")
if not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("PUMASI_HOSTS must name the site's host names, e.g. www.example.kr.")
WAGTAILADMIN_BASE_URL = text("PUMASI_URL")
if not WAGTAILADMIN_BASE_URL.startswith("https://"):
    raise ImproperlyConfigured("PUMASI_URL must be the site's https:// address.")
CSRF_TRUSTED_ORIGINS = [WAGTAILADMIN_BASE_URL.rstrip("/")]

# --- HTTPS -----------------------------------------------------------------

if flag("PUMASI_BEHIND_PROXY", default=True):
    # The proxy must set this header itself and drop the one a visitor sends.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = flag("PUMASI_HSTS_SUBDOMAINS", default=True)
SECURE_HSTS_PRELOAD = flag("PUMASI_HSTS_PRELOAD", default=False)
SILENCED_SYSTEM_CHECKS = [
    "security.W019",  # Wagtail shows previews of this site in a frame of this site
    "security.W021",  # preloading binds a whole domain for years: the operator's choice
]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_NAME = "__Host-csrf"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = False

# --- Static files ----------------------------------------------------------

STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "cms.design.storage.HashedStaticFilesStorage"},
}

# --- Mail ------------------------------------------------------------------

MAILERS = {
    "default": {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": text("PUMASI_SMTP_HOST"),
            "port": int(text("PUMASI_SMTP_PORT", "587")),
            "username": text("PUMASI_SMTP_USER", ""),
            "password": text("PUMASI_SMTP_PASSWORD", ""),
            "use_tls": flag("PUMASI_SMTP_STARTTLS", default=True),
            "timeout": 20,
        },
    }
}
DEFAULT_FROM_EMAIL = SERVER_EMAIL = text("PUMASI_MAIL_FROM")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
}
