"""Work in the background."""

from caunoi.kit import clock, queue
from caunoi.newsroom import actions

SWEEP_SECONDS = 30


@queue.periodic(SWEEP_SECONDS)
def publish_scheduled() -> None:
    """Publish articles whose moment has come."""
    actions.publish_due(at=clock.now())


@queue.job
def print_leaflets(run_id: int) -> None:
    """Make a leaflet for every unit of a branch."""
    actions.print_leaflets(run_id=run_id, at=clock.now())


@queue.periodic(60)
def sweep_leaflets() -> None:
    """Ask again for leaflets whose job was lost."""
    actions.resume_leaflets(at=clock.now())
