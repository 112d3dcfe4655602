"""Work in the background. Every periodic function may run again, and catches up after days without a worker."""

from __future__ import annotations

from caunoi.feedback import actions
from caunoi.feedback.queries.triage import is_time_to_learn
from caunoi.kit import clock, queue

MINUTE, HOUR = 60, 60 * 60


@queue.job
def retrain() -> None:
    """Train the model of triage on what people decided."""
    actions.train_model(by=None, at=clock.now())


@queue.periodic(HOUR)
def notice_corrections() -> None:
    """Ring for training after enough new decisions."""
    if is_time_to_learn():
        queue.enqueue("caunoi.feedback.jobs.retrain")
