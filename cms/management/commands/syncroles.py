"""``manage.py syncroles``: make the staff roles what the installed plug-ins say."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cms.admin.roles import ROLES, sync_roles


class Command(BaseCommand):
    """Give each role exactly its permissions; migrations do the same by themselves."""

    help = "Make the staff roles exact: each has the permissions its job needs and no other."

    def handle(self, *args: Any, **options: Any) -> None:
        if missing := sync_roles():
            raise CommandError(f"No such permission: {', '.join(sorted(missing))}")
        self.stdout.write(f"Roles are up to date: {', '.join(ROLES)}")
