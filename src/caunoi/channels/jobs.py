"""Work in the background."""

from django.conf import settings

from caunoi.channels.email import actions as email
from caunoi.channels.paper import actions as paper
from caunoi.channels.zalo import actions as zalo
from caunoi.kit import clock, queue


@queue.periodic(60)
def look_into_mailbox() -> None:
    """Take in the letters that wait, and those that came back, where mailboxes are named."""
    for url in dict.fromkeys(filter(None, (settings.CAUNOI.imap_url, settings.CAUNOI.bounces_imap_url))):
        email.poll_mailbox(url=url, at=clock.now())


@queue.job
def send_zalo_replies() -> None:
    """Send what is to be said by Zalo."""
    zalo.send_replies(at=clock.now())


@queue.periodic(30)
def sweep_zalo_replies() -> None:
    """Send, and fetch, what could not be before."""
    zalo.send_replies(at=clock.now())
    zalo.take_due_pictures(at=clock.now())


@queue.job
def take_zalo_picture(picture_id: int) -> None:
    """Fetch a picture that somebody sent by Zalo."""
    zalo.take_picture(picture_id=picture_id, by=None, at=clock.now())


@queue.job
def read_paper(paper_id: int) -> None:
    """Read a letter that somebody photographed or scanned."""
    paper.read_paper(paper_id=paper_id)


@queue.periodic(60)
def sweep_papers() -> None:
    """Ask again for readings that were cut off."""
    paper.resume_papers(at=clock.now())
