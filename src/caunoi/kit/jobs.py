"""The kit's own work in the background."""

from caunoi.kit import audit, clock, queue
from caunoi.kit.files import preview, uploads
from caunoi.kit.http import proof
from caunoi.kit.searching import missing

HOUR = 60 * 60


@queue.periodic(HOUR)
def publish_audit_head() -> None:
    """Publish the audit chain's head of the day, once a day."""
    audit.publish_head(at=clock.now())


@queue.periodic(10 * 60)
def sweep_spent() -> None:
    """Forget solutions and opened forms that are past their time."""
    proof.sweep()


@queue.periodic(HOUR)
def sweep_uploads() -> None:
    """Forget uploads that nobody claimed within a day, with their bytes."""
    uploads.sweep(at=clock.now())


@queue.periodic(HOUR)
def sweep_missed_searches() -> None:
    """Forget what people looked for in vain when its time is over."""
    missing.sweep(today=clock.today())


@queue.job
def make_preview(*, file_id: int) -> None:
    """Make what a file looks like, in a process of few rights."""
    preview.make_preview(file_id=file_id, at=clock.now())
