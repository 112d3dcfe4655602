"""Work in the background."""

from caunoi.kit import clock, queue
from caunoi.newsroom import actions

SWEEP_SECONDS = 30


@queue.periodic(SWEEP_SECONDS)
def publish_scheduled() -> None:
    """Publish articles whose moment has come."""
    actions.publish_due(at=clock.now())
