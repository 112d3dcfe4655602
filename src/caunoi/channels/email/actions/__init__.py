"""What takes letters in."""

from caunoi.channels.email.actions.erasing import forget_letters
from caunoi.channels.email.actions.mailbox import poll_mailbox
from caunoi.channels.email.actions.receiving import receive_letter

__all__ = ["forget_letters", "poll_mailbox", "receive_letter"]
