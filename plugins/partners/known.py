"""Organisations other plug-ins deal with: beside a partner, and where a partner may begin.

Each ``OrganisationSource`` in force is asked; who may not see contact persons is shown
none, and who may leaves a line in the access log.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext_lazy as _
from django.views import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button

from cms.admin.audited import AuditedCreateView, AuditedEditView, RelatedIndexView
from cms.districts import WITH_OUTSIDE
from cms.privacy.access import looked_at
from plugins.api import Organisation, OrganisationSource
from plugins.partners.models import Partner
from plugins.registry import contributions, guarded

MOST = 50
LOOKS_IN = "partners.view_partner"
BEGUN_FROM = ("name", "district")
"""Fields of a new partner that may come with the address of the form."""


@dataclass(frozen=True, slots=True)
class Known:
    """An organisation as one source knows it."""

    source: str | Promise
    organisation: Organisation
    begin: str = ""

    @property
    def district(self) -> str | Promise:
        """The district in words."""
        return dict(WITH_OUTSIDE).get(self.organisation.district, "")

    @property
    def has_contact(self) -> bool:
        """Whether there is a person to write to or to call."""
        one = self.organisation
        return bool(one.contact or one.email or one.phone)


def known_organisations(request: HttpRequest, words: str = "") -> list[Known]:
    """Return what every source knows of organisations whose name holds ``words``.

    Recorded as a look where a contact person is shown.
    """
    found = list(_ask(request.user, words))
    if any(one.has_contact for one in found):
        looked_at(request, [], "partners.known", subject=words, of_others=True)
    return found


def _ask(user: Any, words: str) -> Iterator[Known]:
    may_begin = user.has_perm("partners.add_partner")
    partners = set(Partner.objects.values_list("name", flat=True)) if may_begin else set()
    for source in contributions(OrganisationSource, user):
        needed = source.contacts_permission
        shows_people = bool(needed) and user.has_perm(needed)
        for one in guarded(source, _listed, source, words) or ():
            shown = one if shows_people else replace(one, contact="", email="", phone="")
            begin = _begin(shown) if may_begin and one.name not in partners else ""
            yield Known(source.label, shown, begin)


def _listed(source: OrganisationSource, words: str) -> list[Organisation]:
    return list(source.organisations(words, MOST))[:MOST]


def _begin(one: Organisation) -> str:
    fields = {name: getattr(one, name) for name in BEGUN_FROM if getattr(one, name)}
    return f"{reverse('partner:add')}?{urlencode(fields)}"


class KnownOrganisationsView(WagtailAdminTemplateMixin, View):
    """All organisations other plug-ins know of, searched by name."""

    page_title = _("Known from elsewhere")
    header_icon = "group"
    template_name = "partners/admin/known.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(LOOKS_IN):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("partner:index"), "label": _("Partners")},
            {"url": "", "label": self.get_page_title()},
        ]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        words = request.GET.get("q", "").replace("\x00", "").strip()[:80]
        context = self.get_context_data(words=words, known=known_organisations(request, words))
        return self.render_to_response(context)


class PartnerIndexView(RelatedIndexView):
    """All partners, with a way to the organisations others know of."""

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        known = Button(_("Known from elsewhere"), url=reverse("partner:known"), icon_name="group")
        return [*super().header_more_buttons, known]


class PartnerAddView(AuditedCreateView):
    """Add a partner, begun from an organisation where its name comes with the address."""

    def get_initial_form_instance(self) -> Partner:
        partner: Partner = super().get_initial_form_instance() or Partner()
        given = self.request.GET
        partner.name = given.get("name", "").replace("\x00", "")[:120]
        district = given.get("district", "")
        partner.district = district if district in dict(WITH_OUTSIDE) else ""
        return partner


class PartnerEditView(AuditedEditView):
    """Change a partner; below it stands what others know of the organisation."""

    template_name = "partners/admin/partner_edit.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, "known": known_organisations(self.request, self.object.name)}
