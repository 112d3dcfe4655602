"""Work in the background."""

from caunoi.kit import clock, queue
from caunoi.notifications import actions, queries
from caunoi.notifications.queries.digests import waiting

SWEEP_SECONDS = 20
DIGEST_SECONDS = 60


@queue.job
def send_messages() -> None:
    """Look which channels have messages that are due, and ask for each."""
    actions.recover(at=clock.now())
    actions.ask_for_due(at=clock.now())


@queue.job
def send_channel(channel: str) -> None:
    """Send a batch of one channel, and go on while more is due."""
    actions.send_channel(channel=channel, at=clock.now())


@queue.periodic(1)
def sweep_paced() -> None:
    """Channels with a pace send what may go in one second, every second."""
    actions.ask_for_paced(at=clock.now())


@queue.job
def make_digests() -> None:
    """Put what waits for digests into messages."""
    actions.make_digests(at=clock.now())


@queue.periodic(DIGEST_SECONDS)
def sweep_digests() -> None:
    """Ring when a digest is due: at its hour, or later when the night was missed."""
    if waiting(clock.now(), 1):
        queue.enqueue("caunoi.notifications.jobs.make_digests")


@queue.periodic(SWEEP_SECONDS)
def sweep_messages() -> None:
    """Ring for messages that wait: after a quiet night, a lost worker, a transport that was down, an emptied queue."""
    actions.recover(at=clock.now())
    if queries.has_due(clock.now()):
        actions.ring()


@queue.periodic(60)
def sweep_receipts() -> None:
    """Try other ways for messages whose arrival nobody reported in time."""
    actions.give_up_waiting(at=clock.now())
