"""The kit's own work in the background."""

from caunoi.kit import audit, clock, queue

HOUR = 60 * 60


@queue.periodic(HOUR)
def publish_audit_head() -> None:
    """Publish the audit chain's head of the day, once a day."""
    audit.publish_head(at=clock.now())
