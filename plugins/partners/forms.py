"""Filters of the public lists: GET forms that never fail, a value they do not know is no choice."""

from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.districts import WITH_OUTSIDE
from plugins.partners.models.partner import PartnerKind
from plugins.partners.models.resource import ResourceKind


class FilterForm(forms.Form):
    """A form of optional choices."""

    def chosen(self, name: str) -> str:
        """Return the valid value of a field, ``""`` when there is none."""
        self.is_valid()
        return str(self.cleaned_data.get(name) or "")

    def query(self) -> str:
        """Return the choices as a query string, for the links of other pages."""
        return urlencode({name: self.chosen(name) for name in self.fields if self.chosen(name)})


class PartnerFilterForm(FilterForm):
    """Partners by kind."""

    kind = forms.ChoiceField(
        label=pgettext_lazy("partners", "Kind"),
        required=False,
        choices=[("", pgettext_lazy("partners", "All kinds")), *PartnerKind.choices],
    )


class DirectoryForm(FilterForm):
    """Resources by words, kind and district."""

    q = forms.CharField(label=_("Search words"), required=False, max_length=80)
    kind = forms.ChoiceField(
        label=pgettext_lazy("partners", "Kind"),
        required=False,
        choices=[("", pgettext_lazy("partners", "All kinds")), *ResourceKind.choices],
    )
    district = forms.ChoiceField(
        label=_("District"), required=False, choices=[("", _("All districts")), *WITH_OUTSIDE]
    )
