#!/usr/bin/env python
"""Django's command line for a Pumasi site."""

import os
import sys


def main() -> None:
    """Run the command named on the command line; name the plug-in that stops the start."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.development")
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except Exception as error:
        from plugins.recovery import recover

        recover(error, sys.argv)
        raise


if __name__ == "__main__":
    main()
