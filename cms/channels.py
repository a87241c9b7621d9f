"""Ways to reach people besides mail: the ``MessageChannel``s of plug-ins that are on."""

from plugins.api import MessageChannel, Recipient
from plugins.registry import contributions, guarded


def channels() -> dict[str, MessageChannel]:
    """Return the channels in force, by key, in order."""
    return {channel.key: channel for channel in contributions(MessageChannel)}


def reaches(channel: MessageChannel, to: Recipient) -> bool:
    """Return whether the channel says so; one that fails reaches nobody."""
    return guarded(channel, channel.reaches, to) is True
