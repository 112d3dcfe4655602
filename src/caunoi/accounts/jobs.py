"""Work in the background."""

from caunoi.accounts import actions
from caunoi.kit import clock, queue

DAY = 24 * 60 * 60


@queue.periodic(DAY)
def forget_expired_sessions() -> None:
    """Drop sessions that ended."""
    actions.forget_expired_sessions(at=clock.now())
