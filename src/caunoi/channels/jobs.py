"""Work in the background."""

from django.conf import settings

from caunoi.channels.email import actions as email
from caunoi.kit import clock, queue


@queue.periodic(60)
def look_into_mailbox() -> None:
    """Take in the letters that wait, where a mailbox is named."""
    if settings.CAUNOI.imap_url:
        email.poll_mailbox(url=settings.CAUNOI.imap_url, at=clock.now())
