"""Work in the background."""

from caunoi.directives import actions
from caunoi.kit import clock, queue

CLIMB_SECONDS, RING_SECONDS, WATCH_SECONDS = 600, 10, 3600


@queue.job
def tell_members(*, call_id: int) -> None:
    """Tell members of a directive for a few seconds, then let other work pass."""
    if actions.tell_members(call_id=call_id):
        queue.enqueue("caunoi.directives.jobs.tell_members", call_id=call_id)


@queue.periodic(RING_SECONDS)
def ring_for_members() -> None:
    """Ask for workers where members still wait to be told."""
    actions.ring_for_members(at=clock.now())


@queue.periodic(CLIMB_SECONDS)
def climb_ladders() -> None:
    """Remind whom the ladders of directives reach: days come without anybody doing anything."""
    actions.climb_ladders(at=clock.now())


@queue.periodic(WATCH_SECONDS)
def watch_newcomers() -> None:
    """See which units came under the rules of directives; add them, or tell the issuers."""
    actions.watch_newcomers(at=clock.now())
