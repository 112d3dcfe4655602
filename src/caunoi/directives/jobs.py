"""Work in the background."""

from caunoi.directives import actions
from caunoi.kit import clock, queue

CLIMB_SECONDS, WATCH_SECONDS = 600, 3600


@queue.periodic(CLIMB_SECONDS)
def climb_ladders() -> None:
    """Remind whom the ladders of directives reach: days come without anybody doing anything."""
    actions.climb_ladders(at=clock.now())


@queue.periodic(WATCH_SECONDS)
def watch_newcomers() -> None:
    """See which units came under the rules of directives; add them, or tell the issuers."""
    actions.watch_newcomers(at=clock.now())
