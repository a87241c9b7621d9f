"""Loading the demo: the host's part, then each plug-in's, in one transaction."""

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import translation
from django.utils.module_loading import import_string

from cms.demo.centre import ACCOUNTS, PASSWORD, Demo
from cms.mail.models import OutboxMessage
from plugins.api import SampleData
from plugins.registry import contributions


def is_loaded() -> bool:
    """Return whether this database holds the demo already."""
    return get_user_model().objects.filter(email=ACCOUNTS[0].email).exists()


def load() -> Demo | None:
    """Load the demo; return None, changing nothing, where it is already there."""
    if is_loaded():
        return None
    demo = Demo()
    with transaction.atomic(), translation.override("ko"):
        make_people(demo)
        import_string("cms.demo.site.load")(demo)
        for part in contributions(SampleData):
            import_string(part.load)(demo)
        import_string("cms.demo.site.finish")(demo)
        # Letters of things that happened long ago, to people who do not exist.
        OutboxMessage.objects.all().delete()
    return demo


def make_people(demo: Demo) -> None:
    """Make one account for each role, its address verified, staff in their groups."""
    from allauth.account.models import EmailAddress
    from django.contrib.auth.models import Group

    for account in ACCOUNTS:
        user = get_user_model().objects.create_user(
            account.email, PASSWORD, name=account.name, language="ko"
        )
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        if account.staff:
            user.groups.add(Group.objects.get(name=account.role))
        demo.people[account.role] = user
