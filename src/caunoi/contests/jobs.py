"""Work in the background. Every periodic function may run again, and catches up after days without a worker."""

from __future__ import annotations

from caunoi.contests import actions
from caunoi.kit import clock, queue

MINUTE, DAY = 60, 24 * 60 * 60


@queue.periodic(MINUTE)
def finish_due_papers() -> None:
    """End papers whose time is up, then freeze the numbers of rounds that are over."""
    actions.finish_due_papers(at=clock.now())
    actions.settle_rounds(at=clock.now())


@queue.periodic(DAY)
def forget_entrants() -> None:
    """Erase names and telephones when their time is over."""
    actions.forget_entrants(by=None, at=clock.now())
