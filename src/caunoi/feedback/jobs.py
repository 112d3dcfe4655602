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


@queue.periodic(MINUTE)
def send_digests() -> None:
    """Tell officers what is new, at most once in a quarter of an hour each."""
    actions.send_digests(at=clock.now())


@queue.periodic(5 * MINUTE)
def escalate_cases() -> None:
    """Reminders before the due date, overdue ones to the unit and the desk, long overdue ones to the level above."""
    actions.escalate_cases(at=clock.now())


@queue.periodic(HOUR)
def follow_up_cases() -> None:
    """28 days after an answer: ask whether it was done, and lay the case down."""
    actions.follow_up_cases(at=clock.now())


@queue.job
def hand_over() -> None:
    """Give the cases of units that ended to their successors."""
    actions.hand_over_cases(at=clock.now())


@queue.periodic(HOUR)
def look_after_changes() -> None:
    """What a reorganisation or a new role of today means for cases: handover, and people who turn out to be named."""
    actions.hand_over_cases(at=clock.now())
    actions.recuse_newcomers(at=clock.now())


@queue.job
def remove_expired_cases() -> None:
    """Remove the cases of the list that an officer confirmed."""
    actions.remove_expired_cases(at=clock.now())


@queue.periodic(24 * HOUR)
def look_after_retention() -> None:
    """List what was kept long enough, for two people to decide; go on with a confirmed list whose job was lost."""
    actions.remove_expired_cases(at=clock.now())
    actions.list_removal(by=None, at=clock.now())
