"""Grants: calls for applications, and the applications of communities."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from plugins.api import (
    Access,
    AdminMenuGroup,
    ApplicationSubmitted,
    AuditFormatter,
    CalendarSource,
    CommunityJoined,
    CommunityLeft,
    ContentBlock,
    Contribution,
    DashboardCard,
    MemberCard,
    NotificationTemplate,
    PluginConfig,
    PrivateFileKind,
    Receiver,
    ReportMetric,
    Role,
    SampleData,
    SearchSource,
    SettingsPanel,
    Slot,
    UrlMount,
)

MEGABYTE = 1024 * 1024
SAMPLE = {
    "name": "햇살",
    "by": "달빛",
    "community": "해바라기 모임",
    "call": "2027 직장부모커뮤니티 지원사업 공모",
    "reference": "2027-1-007",
    "submitted": "2026. 11. 27.(금) 12:21",
    "asked": "1,550,000원",
    "deadline": "2026. 11. 28.(토) 18:00",
    "contact": "커뮤니티 지원팀 02-000-0000",
    "url": "https://centre.example/my/applications/7/",
}
COORDINATOR = (
    "grants.view_call",
    "grants.add_call",
    "grants.change_call",
    "grants.delete_call",
    "grants.view_application",
    "grants.view_budget_of_application",
    "grants.export_application",
)


class GrantsConfig(PluginConfig):
    name = "grants"
    verbose_name = _("Grants")
    description = _("Grant calls for parent communities and their applications.")
    requires = ("members",)

    def contributions(self) -> Iterable[Contribution]:
        yield from self._addresses()
        yield from self._staff()
        yield from self._members()
        yield from self._figures()
        yield from self._team()
        yield from self._words()
        yield from self._personal_data()
        yield SampleData(key="grants.sample", load="grants.sample.load", order=300)

    def _addresses(self) -> Iterable[Contribution]:
        yield UrlMount(
            key="grants.calls",
            prefix="calls/",
            urlconf="grants.urls.calls",
            namespace="grants",
            access=Access.PUBLIC,
        )
        yield UrlMount(
            key="grants.applications",
            prefix="my/applications/",
            urlconf="grants.urls.applications",
            namespace="grants_my",
            access=Access.MEMBER,
            # Before the members' own pages under my/.
            order=50,
        )

    def _staff(self) -> Iterable[Contribution]:
        yield AdminMenuGroup(
            key="grants.menu",
            label=_("Community grants"),
            icon="form",
            viewsets=(
                "grants.admin.calls.CallViewSet",
                "grants.admin.applications.ApplicationViewSet",
            ),
            order=20,
        )
        yield DashboardCard(
            key="grants.open_call",
            template="grants/admin/dashboard_card.html",
            context=_called("grants.cards.dashboard"),
            requires_permission="grants.view_call",
            order=20,
        )
        yield Role(key="grants.coordinator", role="coordinator", permissions=COORDINATOR)
        yield Role(key="grants.editor", role="editor", permissions=("grants.view_call",))
        yield Role(
            key="grants.accountant",
            role="accountant",
            permissions=("grants.view_call", "grants.view_budget_of_application"),
        )
        yield Role(
            key="grants.administrator", role="administrator", permissions=("grants.view_call",)
        )

    def _members(self) -> Iterable[Contribution]:
        yield MemberCard(
            key="grants.my_applications",
            template="grants/member_card.html",
            context=_called("grants.cards.member"),
            order=30,
        )
        yield ContentBlock(
            key="grants.open_calls_block",
            name="open_calls",
            block="grants.blocks.OpenCallsBlock",
            group=_("Live from the programmes"),
        )
        yield CalendarSource(
            key="grants.deadlines",
            label=_("Deadlines of grant calls"),
            public=_called("grants.queries.public_deadlines"),
            personal=_called("grants.queries.personal_deadlines"),
        )
        yield SearchSource(
            key="grants.search",
            model="grants.Call",
            documents=_called("grants.search.documents"),
        )
        yield PrivateFileKind(
            key="grants.attachment",
            label=_("Attachment of an application"),
            extensions=(
                "pdf",
                "hwp",
                "hwpx",
                "docx",
                "odt",
                "xlsx",
                "jpg",
                "jpeg",
                "png",
                "heic",
                "webp",
            ),
            max_bytes=20 * MEGABYTE,
            may_read=_called("grants.rules.may_read_file"),
        )

        yield Slot(
            key="grants.of_community",
            place="members.community.after",
            template="grants/community_slot.html",
            context=_called("grants.cards.of_community"),
        )
        for name, message in (("joined", CommunityJoined), ("left", CommunityLeft)):
            yield Receiver(
                key=f"grants.member_{name}",
                message=message,
                receive=_called("grants.domain.applications.membership_changed"),
            )

    def _personal_data(self) -> Iterable[Contribution]:
        from grants import personal

        return personal.contributions()

    def _figures(self) -> Iterable[Contribution]:
        yield ReportMetric(
            key="grants.applications_received",
            label=_("Applications received"),
            unit=pgettext_lazy("unit", "applications"),
            measure=_called("grants.queries.applications_received"),
        )
        yield ReportMetric(
            key="grants.won_asked_for",
            label=_("Asked for"),
            unit=_("won"),
            measure=_called("grants.queries.won_asked_for"),
        )

    def _team(self) -> Iterable[Contribution]:
        from grants.team import TeamSettings, tell_team

        yield SettingsPanel(
            key="grants.settings",
            label=_("Community grants"),
            icon="form",
            values=TeamSettings,
            requires_permission="grants.change_call",
        )
        yield Receiver(key="grants.tell_team", message=ApplicationSubmitted, receive=tell_team)
        yield NotificationTemplate(
            key="grants.arrived",
            label=_("To the team: an application has come in"),
            template="grants/mail/arrived",
            sample={**SAMPLE, "again": False},
        )

    def _words(self) -> Iterable[Contribution]:
        yield NotificationTemplate(
            key="grants.submitted",
            label=_("Receipt of an application"),
            template="grants/mail/submitted",
            sample=SAMPLE,
        )
        yield NotificationTemplate(
            key="grants.withdrawn",
            label=_("Withdrawal of an application"),
            template="grants/mail/withdrawn",
            sample=SAMPLE,
        )
        yield AuditFormatter(
            key="grants.audit",
            actions={
                "grants.call.created": _("Call made"),
                "grants.call.changed": _("Call changed"),
                "grants.call.deleted": _("Call deleted"),
                "grants.application.begun": _("Application begun"),
                "grants.application.submitted": _("Application submitted"),
                "grants.application.resubmitted": _("Application submitted again"),
                "grants.application.withdrawn": _("Application withdrawn"),
                "grants.application.decided": _("Application decided"),
                "grants.application": _("Application looked at"),
                "grants.applications_exported": _("Applications exported"),
                "grants.application.exported": _("Applications exported"),
                "grants.answer.settled": _("Chosen between two versions of an answer"),
            },
        )


def _called(path: str) -> Any:
    """Return a function that imports ``path`` when it is first called: models load later."""

    def call(*args: Any) -> Any:
        from django.utils.module_loading import import_string

        return import_string(path)(*args)

    return call
