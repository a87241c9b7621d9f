"""Partners: organisations, their agreements (MOUs), and the resource directory."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from plugins.api import (
    AdminMenuGroup,
    AuditFormatter,
    Contribution,
    PluginConfig,
    Role,
    SampleData,
    SearchSource,
)

MODELS = ("partner", "mou", "resource")


class PartnersConfig(PluginConfig):
    name = "plugins.partners"
    label = "partners"
    verbose_name = _("Partners")
    description = _("Partner organisations with their MOUs, and the resource directory.")

    def ready(self) -> None:
        from cms.pagecache.keys import know_parameters

        know_parameters("kind", "district")

    def contributions(self) -> Iterable[Contribution]:
        from plugins.partners.search import resource_documents

        return (
            AdminMenuGroup(
                key="partners.menu",
                label=_("Partners"),
                icon="link",
                order=300,
                viewsets=tuple(
                    f"plugins.partners.admin.{name}"
                    for name in ("PartnerViewSet", "MouViewSet", "ResourceViewSet")
                ),
            ),
            Role(
                key="partners.editor",
                role="editor",
                permissions=_permissions("add", "change", "delete", "view"),
            ),
            Role(key="partners.coordinator", role="coordinator", permissions=_permissions("view")),
            SearchSource(
                key="partners.resources", model="partners.Resource", documents=resource_documents
            ),
            AuditFormatter(
                key="partners.words",
                actions={
                    "partners.known": _("Contacts of organisations known from elsewhere looked at"),
                    "partners.partner.added": _("Partner added"),
                    "partners.partner.changed": _("Partner changed"),
                    "partners.partner.deleted": _("Partner deleted"),
                    "partners.mou.added": _("MOU added"),
                    "partners.mou.changed": _("MOU changed"),
                    "partners.mou.deleted": _("MOU deleted"),
                    "partners.resource.added": _("Directory entry added"),
                    "partners.resource.changed": _("Directory entry changed"),
                    "partners.resource.deleted": _("Directory entry deleted"),
                },
            ),
            SampleData(key="partners.sample", order=400, load="plugins.partners.sample.load"),
        )


def _permissions(*actions: str) -> tuple[str, ...]:
    return tuple(f"partners.{action}_{model}" for model in MODELS for action in actions)
