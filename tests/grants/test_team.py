"""The team is told of what comes in, if it wants to be."""

import pytest

from cms.mail.models import OutboxMessage
from cms.mail.rendering import render
from grants.team import TeamSettings, tell_team
from plugins.typed_settings import store
from tests.grants.factories import make_community, open_call, submitted

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(told):
    application = submitted(open_call(), make_community(1, name="해바라기 모임"))
    OutboxMessage.objects.all().delete()
    [message] = told()
    assert message.application_id == application.pk
    return message


def test_nobody_is_mailed_until_an_address_is_set(told):
    tell_team(told)
    assert not OutboxMessage.objects.exists()


def test_the_team_is_mailed_once_for_each_version(told):
    store(TeamSettings(email="team@example.org"), by=None)
    tell_team(told)
    tell_team(told)
    [mail] = OutboxMessage.objects.all()
    assert (mail.template, mail.to_address) == ("grants.arrived", "team@example.org")
    text = render(mail.template, mail.context, language="ko").text
    assert "해바라기 모임에서 지원서를 제출했습니다." in text
    assert mail.context["url"].endswith(f"/admin/grants/applications/{told.application_id}/")
