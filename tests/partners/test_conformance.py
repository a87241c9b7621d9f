"""The partners keep the contract of all plug-ins."""

from cms.pages.trees import ensure_site
from plugins.testing import PluginConformance
from tests.partners import factories


class TestPartners(PluginConformance):
    plugin = "partners"

    def make_rows(self, number):
        home = ensure_site(name="품앗이", name_en="Pumasi")
        for _ in range(number):
            mou = factories.MouFactory()
            factories.ResourceFactory()
        slug = f"partners-{mou.pk}"
        index = factories.PartnerIndexPageFactory(parent=home, slug=slug)
        factories.PartnerPageFactory(parent=index, partner=mou.partner)
        factories.ResourceDirectoryPageFactory(parent=home, slug=f"directory-{mou.pk}")
