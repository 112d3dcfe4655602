"""Rows of the room, one file per noun."""

from caunoi.notifications.models.message import Message

__all__ = ["Message"]
