"""A text message channel made up for tests: what it was given, and how it can fail."""

from dataclasses import dataclass, field, replace

from plugins import registry as registry_module
from plugins.api import ChannelMessage, MessageChannel, Recipient

SMS = "members.sms"


@dataclass
class FakeSms:
    """A gateway in memory; ``fail`` is raised instead of sending."""

    sent: list[ChannelMessage] = field(default_factory=list)
    fail: Exception | None = None

    def reaches(self, to: Recipient) -> bool:
        return bool(to.phone)

    def send(self, message: ChannelMessage) -> None:
        if self.fail is not None:
            raise self.fail
        self.sent.append(message)

    def channel(self) -> MessageChannel:
        return MessageChannel(key=SMS, label="문자메시지", reaches=self.reaches, send=self.send)


def plug_in(monkeypatch, gateway: FakeSms) -> FakeSms:
    """Let the site have this one channel besides mail."""
    real, channel = registry_module.registry(), gateway.channel()
    fake = replace(
        real,
        by_kind={**real.by_kind, MessageChannel: (("members", channel),)},
        by_key={**real.by_key, SMS: ("members", channel)},
    )
    monkeypatch.setattr(registry_module, "registry", lambda: fake)
    return gateway
