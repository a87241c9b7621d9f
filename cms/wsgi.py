"""The WSGI entry point for granian or any other server."""

import os

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

from plugins.recovery import explain

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.production")

try:
    application = get_wsgi_application()
except Exception as error:
    if explanation := explain(error):
        raise ImproperlyConfigured(explanation) from error
    raise

# A web server runs no system checks: a broken plug-in stops the start here.
from plugins.checks import refuse_broken_plugins

refuse_broken_plugins()
