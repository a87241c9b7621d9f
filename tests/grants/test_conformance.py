"""Grants keep the contract of all plug-ins."""

from django.utils import timezone

from grants.models import CallPage, SectionSave, SetAside
from plugins.testing import PluginConformance
from tests.cms.factories import PageFactory
from tests.grants.factories import make_community, open_call, submitted


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

    def make_rows_of(self, person):
        application = submitted(community=make_community(leader=person))
        who = {"application": application, "at": timezone.now(), "by": person}
        SetAside.objects.create(question="about", answer="", **who)
        SectionSave.objects.create(
            application=application, section="a", saved_at=timezone.now(), saved_by=person
        )
