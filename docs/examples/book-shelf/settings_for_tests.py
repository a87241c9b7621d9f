"""The host's own test settings, with this plug-in installed beside the bundled ones."""

import os

os.environ.setdefault("PLUGINS", "members,events,grants,plugins.partners,book_shelf")

from cms.settings.test import *
