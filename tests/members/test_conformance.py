"""Members keep the contract of all plug-ins."""

from plugins.testing import PluginConformance
from tests.members.factories import (
    ChildFactory,
    CommunityFactory,
    ConsentFactory,
    ConsentTextFactory,
    InvitationFactory,
    ProfileFactory,
    UserFactory,
)


class TestMembers(PluginConformance):
    plugin = "members"
    arguments = {"purpose": "news", "answer": "give", "role": "treasurer"}

    def make_rows(self, number):
        for _ in range(number):
            UserFactory()
            CommunityFactory()
            ConsentTextFactory()

    def make_rows_of(self, person):
        ProfileFactory(user=person)
        ChildFactory(parent=person)
        ConsentFactory(user=person)
        community = CommunityFactory(leader=person)
        InvitationFactory(community=community, invited_by=person)
