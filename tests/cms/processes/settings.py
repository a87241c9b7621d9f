"""The test settings for child processes: same database, a mailer that writes what it sends."""

import os

from cms.settings.test import *  # noqa: F403 - a settings module

MAILERS = {
    "default": {
        "BACKEND": "tests.cms.processes.mailer.EmailBackend",
        "OPTIONS": {
            "file_path": os.environ["MAIL_LOG"],
            "seconds": float(os.environ.get("MAIL_SECONDS", "0")),
        },
    }
}
PLUGIN_STATE_SECONDS = 1
