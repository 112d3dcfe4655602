"""Work in the background."""

from caunoi.directives import actions
from caunoi.kit import clock, queue

CLIMB_SECONDS = 600


@queue.periodic(CLIMB_SECONDS)
def climb_ladders() -> None:
    """Remind whom the ladders of directives reach: days come without anybody doing anything."""
    actions.climb_ladders(at=clock.now())
