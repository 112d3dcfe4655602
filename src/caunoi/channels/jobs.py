"""Work in the background."""

from django.conf import settings

from caunoi.channels.email import actions as email
from caunoi.channels.zalo import actions as zalo
from caunoi.kit import clock, queue


@queue.periodic(60)
def look_into_mailbox() -> None:
    """Take in the letters that wait, where a mailbox is named."""
    if settings.CAUNOI.imap_url:
        email.poll_mailbox(url=settings.CAUNOI.imap_url, at=clock.now())


@queue.job
def send_zalo_replies() -> None:
    """Send what is to be said by Zalo."""
    zalo.send_replies(at=clock.now())


@queue.periodic(30)
def sweep_zalo_replies() -> None:
    """Send what could not be sent before."""
    zalo.send_replies(at=clock.now())


@queue.job
def take_zalo_picture(conversation_id: int, key: str, url: str) -> None:
    """Fetch a picture that somebody sent by Zalo."""
    zalo.take_picture(conversation_id=conversation_id, key=key, url=url, by=None, at=clock.now())
