"""The room's work in the background."""

from caunoi.kit import clock, queue
from caunoi.plans.actions import meetings

HOUR = 60 * 60


@queue.periodic(60)
def close_sign_ins() -> None:
    """Close lists of meetings whose time is over."""
    meetings.close_ended(at=clock.now())


@queue.periodic(HOUR)
def erase_signed_names() -> None:
    """Erase the names of lists that were closed long ago."""
    meetings.erase_names(at=clock.now())
