"""Members keep the contract of all plug-ins."""

from plugins.testing import PluginConformance
from tests.members.factories import CommunityFactory, ConsentTextFactory, UserFactory


class TestMembers(PluginConformance):
    plugin = "members"
    arguments = {"purpose": "news", "answer": "give", "role": "treasurer"}

    def make_rows(self, number):
        for _ in range(number):
            UserFactory()
            CommunityFactory()
            ConsentTextFactory()
