"""The host: settings, addresses, the public site, and the services plug-ins use."""

from collections.abc import Iterable
from typing import ClassVar

from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from plugins.api import (
    AuditFormatter,
    Contribution,
    DashboardCard,
    NotificationTemplate,
    PluginConfig,
)


class CmsConfig(PluginConfig):
    """The host contributes as its plug-ins do, and can never be switched off."""

    name = "cms"
    verbose_name = "Pumasi"
    description = _("The public site, and the services that plug-ins use.")
    can_disable: ClassVar[bool] = False

    def contributions(self) -> Iterable[Contribution]:
        from cms.admin import cards
        from cms.admin.words import HOST_ACTIONS
        from cms.privacy import host

        yield AuditFormatter(key="cms.audit", actions=HOST_ACTIONS)
        yield NotificationTemplate(
            key="cms.staff_invited",
            label=_("Access to the staff area"),
            template="cms/mail/staff_invited",
            sample={"name": "김품앗", "by": "이앗이", "url": "https://pumasi.example/admin/"},
        )
        yield from host.contributions()
        for order, (name, context, permission) in enumerate(
            (
                ("silent_worker", cards.silent_worker, "jobs.view_scheduledrun"),
                ("mail_in_trouble", cards.mail_in_trouble, "mail.view_outboxmessage"),
                ("pages_to_moderate", cards.pages_to_moderate, ""),
                ("drafts", cards.drafts, ""),
            )
        ):
            yield DashboardCard(
                key=f"cms.{name}",
                # What is broken comes first; pages come after the programmes.
                order=order if permission else 500 + order,
                requires_permission=permission,
                template="cms/admin/card.html",
                context=context,
            )

    def ready(self) -> None:
        from cms import deployment  # noqa: F401 - registers its checks
        from cms.admin import auditing  # noqa: F401 - listens to the switches
        from cms.admin.roles import sync_after_migrate
        from cms.streams import checks  # noqa: F401 - registers itself

        post_migrate.connect(sync_after_migrate, dispatch_uid="cms.admin.roles")
