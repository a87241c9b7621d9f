"""Grants keep the contract of all plug-ins."""

from grants.models import CallPage
from plugins.testing import PluginConformance
from tests.cms.factories import PageFactory
from tests.grants.factories import open_call, submitted


class CallPageFactory(PageFactory):
    class Meta:
        model = CallPage


class TestGrants(PluginConformance):
    plugin = "grants"

    def make_rows(self, number):
        for _ in range(number):
            call = open_call()
            submitted(call)
            CallPageFactory(call=call)
