"""What talks with people by Zalo."""

from caunoi.channels.zalo.actions.erasing import forget_talk
from caunoi.channels.zalo.actions.pictures import take_due_pictures, take_picture
from caunoi.channels.zalo.actions.sending import send_replies
from caunoi.channels.zalo.actions.talking import take_event

__all__ = ["forget_talk", "send_replies", "take_due_pictures", "take_event", "take_picture"]
