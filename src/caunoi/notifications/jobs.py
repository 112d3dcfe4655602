"""Work in the background."""

from caunoi.kit import clock, queue
from caunoi.notifications import actions, queries

SWEEP_SECONDS = 20


@queue.job
def send_messages() -> None:
    """Send a batch of the messages that are due, on every channel."""
    actions.send_due(at=clock.now())


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
