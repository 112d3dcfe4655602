"""Rows of the room, one file per noun."""

from caunoi.notifications.models.address import AddressHealth
from caunoi.notifications.models.channel import ChannelState, ChannelTally
from caunoi.notifications.models.digest import Digest, DigestItem
from caunoi.notifications.models.event_text import EventText
from caunoi.notifications.models.message import Message
from caunoi.notifications.models.preference import NoticeSetting, Preference
from caunoi.notifications.models.subscription import PushSubscription
from caunoi.notifications.models.zalo import ZaloKeys

__all__ = [
    "AddressHealth",
    "ChannelState",
    "ChannelTally",
    "Digest",
    "DigestItem",
    "EventText",
    "Message",
    "NoticeSetting",
    "Preference",
    "PushSubscription",
    "ZaloKeys",
]
