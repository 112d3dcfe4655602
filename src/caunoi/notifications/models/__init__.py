"""Rows of the room, one file per noun."""

from caunoi.notifications.models.digest import Digest, DigestItem
from caunoi.notifications.models.event_text import EventText
from caunoi.notifications.models.message import Message
from caunoi.notifications.models.preference import NoticeSetting, Preference

__all__ = ["Digest", "DigestItem", "EventText", "Message", "NoticeSetting", "Preference"]
