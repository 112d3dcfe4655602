"""Work in the background."""

from caunoi.directives import actions
from caunoi.kit import clock, queue

RING_SECONDS = 20


@queue.job
def tell_members(*, call_id: int) -> None:
    """Tell members of a directive for a few seconds, then let other work pass."""
    if actions.tell_members(call_id=call_id):
        queue.enqueue("caunoi.directives.jobs.tell_members", call_id=call_id)


@queue.periodic(RING_SECONDS)
def ring_for_members() -> None:
    """Ask for workers where members still wait to be told."""
    actions.ring_for_members(at=clock.now())
