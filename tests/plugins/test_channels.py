"""Channels of plug-ins: what the checks refuse, what the kit asks, what a failing one reaches."""

from cms import channels
from plugins.api import MessageChannel, Recipient
from plugins.survey import make_survey
from plugins.testing import checks

GUEST = Recipient(name="손님", language="ko", phone="010-1111-2222")


def sms(**changed):
    said = {"reaches": lambda recipient: bool(recipient.phone), "send": lambda message: None}
    return MessageChannel(key="one.sms", label="SMS", **(said | changed))


def test_a_channel_that_cannot_be_called_is_refused(plugin):
    wrong = sms(send=lambda: None)
    assert [problem.id for problem in make_survey([plugin("one", wrong)]).problems] == [
        "plugins.E013"
    ]
    assert make_survey([plugin("one", sms())]).problems == ()


def test_the_kit_asks_whether_a_channel_claims_to_reach_nobody(plugin, monkeypatch):
    for channel, faults in ((sms(), 0), (sms(reaches=lambda recipient: True), 1)):
        found = make_survey([plugin("one", channel)])
        monkeypatch.setattr(checks, "survey", lambda found=found: found)
        assert len(checks.channel_faults("one")) == faults


def test_a_channel_that_fails_reaches_nobody(settings):
    settings.PLUGINS_RAISE = False

    def failing(recipient):
        raise OSError

    assert channels.reaches(sms(), GUEST) is True
    assert channels.reaches(sms(reaches=failing), GUEST) is False
    assert channels.reaches(sms(reaches=lambda recipient: "yes"), GUEST) is False
