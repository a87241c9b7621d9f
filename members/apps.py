"""Members: people, their households and consents, communities, the personal page."""

from collections.abc import Iterable
from datetime import timedelta

from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from plugins.api import (
    Access,
    AdminMenuGroup,
    AuditFormatter,
    ContentBlock,
    Contribution,
    FormPlace,
    MemberCard,
    PluginConfig,
    Role,
    SampleData,
    ScheduledJob,
    SettingsPanel,
    SlotPlace,
    UrlMount,
)


class MembersConfig(PluginConfig):
    name = "members"
    verbose_name = _("Members")
    description = _("People, households, consents, communities and the personal page.")
    can_disable = False

    def ready(self) -> None:
        from members import receivers
        from members.texts import put_in_first_texts

        receivers.connect()
        post_migrate.connect(put_in_first_texts, sender=self, dispatch_uid="members.texts")

    def contributions(self) -> Iterable[Contribution]:
        from members import admin, cards, personal
        from members.limits import InvitationLimits
        from members.mails import templates
        from members.wording import ACTIONS

        return (
            UrlMount(
                key="members.my",
                prefix="my/",
                urlconf="members.urls",
                namespace="members",
                access=Access.MEMBER,
                order=200,  # programmes mount below my/ first
            ),
            UrlMount(
                key="members.invitations",
                prefix="invitations/",
                urlconf="members.invitation_urls",
                namespace="members_invitations",
                access=Access.TOKEN,
            ),
            MemberCard(
                key="members.communities",
                order=60,
                template="members/cards/communities.html",
                context=cards.communities,
            ),
            MemberCard(
                key="members.calendar",
                order=70,
                template="members/cards/calendar.html",
                context=cards.calendar,
            ),
            MemberCard(
                key="members.profile",
                order=80,
                template="members/cards/profile.html",
                context=cards.profile,
            ),
            FormPlace(key="members.profile_form", label=_("Profile"), subject="the person, a User"),
            SlotPlace(
                key="members.community.after",
                passes={"community": "the Community, seen by one of its members"},
                personal=True,
            ),
            ContentBlock(
                key="members.communities_block",
                name="parent_communities",
                block="members.blocks.CommunitiesBlock",
                group=_("Live from the programmes"),
            ),
            AdminMenuGroup(
                key="members.staff",
                label=_("Members and communities"),
                icon="group",
                order=20,
                viewsets=admin.VIEWSETS,
            ),
            *(
                Role(key=f"members.{role}", role=role, permissions=permissions)
                for role, permissions in admin.PERMISSIONS.items()
            ),
            *templates(),
            *personal.contributions(),
            AuditFormatter(key="members.audit", actions=ACTIONS),
            ScheduledJob(
                key="members.forget_unproven",
                run="members.tasks.forget_unproven",
                every=timedelta(hours=6),
                label=_("forget accounts whose address was never proved"),
            ),
            SettingsPanel(
                key="members.limits",
                label=_("Invitations to communities"),
                icon="group",
                values=InvitationLimits,
            ),
            SampleData(key="members.sample", load="members.sample.load", order=10),
        )
