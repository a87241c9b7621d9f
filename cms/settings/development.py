"""A developer's machine, and the demo: plain HTTP, mail to a folder one can open."""

from cms.settings.base import *
from cms.settings.base import VAR_DIR
from cms.settings.environment import flag, text, words

DEBUG = flag("PUMASI_DEBUG", default=False)
# Not a secret: production settings refuse to start with it.
SECRET_KEY = text("PUMASI_SECRET_KEY", "development-only-not-a-secret")
ALLOWED_HOSTS = words("PUMASI_HOSTS", "127.0.0.1,localhost,[::1]")
MAILERS = {
    "default": {
        "BACKEND": "cms.mail.folder.EmailBackend",
        "OPTIONS": {"file_path": str(VAR_DIR / "mail")},
    }
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
# Passkeys need a secure origin; browsers count http://localhost as one.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
